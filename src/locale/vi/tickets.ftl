# Mã lượt: ô nhập trên phiếu, trang phát hành, tờ in.

ticket-label = Mã lượt
ticket-hint = Mã gồm 17 ký tự in trên giấy Ông/Bà đã nhận, ví dụ 7K3M-9QXT-2B4D-HW8RC. Viết hoa hay thường, có hay không có dấu gạch đều được. Mã chỉ để mỗi lượt trả lời một lần và không được lưu cùng câu trả lời.
ticket-hint-kiosk = Xin chạm lần lượt 17 ký tự in trên giấy Ông/Bà đã nhận. Mã không được lưu cùng câu trả lời.
ticket-ready = Mã đã đúng dạng.
ticket-keypad = Bàn phím nhập mã lượt
ticket-keypad-erase = Xóa
form-ticket-refused = Mã lượt này không dùng được ở đây: mã không đúng, đã được dùng, hoặc của nơi khác. Nếu trước đó Ông/Bà đã gửi phiếu bằng mã này thì phiếu ấy đã được ghi và không cần gửi lại. Nếu không, xin xem lại mã hoặc xin cán bộ một mã khác; các câu trả lời vẫn còn trên trang này.

heading-ticket-refused = Mã lượt không dùng được
problem-ticket-refused = Mã lượt không dùng được ở đây: mã không đúng, đã được dùng, hoặc của nơi khác. Nếu trước đó đã gửi phiếu bằng mã này thì phiếu ấy đã được ghi.

violation-ticket-missing = Xin nhập mã lượt in trên giấy Ông/Bà đã nhận.
violation-ticket-sign = Mã lượt chỉ có chữ số và chữ cái không dấu. Nếu đang bật gõ tiếng Việt (Telex, VNI), xin tắt đi rồi nhập lại.
violation-ticket-length = Mã lượt có 17 ký tự. Xin xem lại có thiếu hoặc thừa ký tự nào không.
violation-ticket-mistyped = Có ký tự bị sai hoặc hai ký tự bị đổi chỗ. Xin so lại với mã in trên giấy.

refused-ticket-refused = mã lượt không đúng hoặc đã được dùng

## Tờ in

ticket-sheet-document = Mã lượt – { $place }
ticket-sheet-title = Ông/Bà được phục vụ thế nào?
ticket-sheet-how = Quét mã QR, hoặc mở địa chỉ dưới đây và nhập mã. Mỗi mã trả lời được một lần.
ticket-sheet-promise = Ẩn danh: không ai biết mã nào đã trả lời thế nào.
ticket-sheet-code = Mã QR của mã lượt { $code }

## Trang phát hành

staff-place-tickets = Mã lượt
staff-place-tickets-about = In mã lượt để mỗi lượt đến trả lời một lần
staff-tickets-text = Mã lượt bảo đảm mỗi lượt đến trả lời một lần. In ra, cắt rời, xáo trộn trong hộp rồi để người dân tự rút: như vậy không ai biết người nào cầm mã nào.
staff-tickets-once = Tệp PDF chỉ có một lần này: hệ thống không giữ lại mã. Nhật ký chỉ ghi số lượng.
staff-tickets-none = Hiện không có đợt khảo sát nào dùng mã lượt ở các đơn vị của Ông/Bà.
staff-tickets-make = Tạo tệp PDF
staff-field-count = Số mã
staff-tickets-count-hint = Từ 1 đến 5000; mỗi tờ A4 có 10 mã.
staff-tickets-unit-hint = Mã đơn vị nơi người dân được phục vụ, ví dụ 02020-1.
staff-refused-ticket-count = Số mã phải từ 1 đến 5000.
staff-refused-ticket-wave = Đợt này không dùng mã lượt, đã đóng, hoặc không có ở đơn vị của Ông/Bà.
staff-refused-ticket-unit = Đơn vị này không tham gia đợt khảo sát, hoặc Ông/Bà không được phát mã ở đó.
staff-refused-ticket-name = Tên đơn vị có ký tự không in được.
violation-ticket-count = Số mã phải từ 1 đến 5000.
problem-no-tickets = Đợt khảo sát này không dùng mã lượt.

## Mã lượt ẩn danh tuyệt đối

ticket-blind = Ở đợt này trình duyệt đổi mã lượt lấy một mã khác mà không ai, kể cả nơi phát mã, nhận ra được là của mã lượt nào.
ticket-blind-script = Việc đổi mã cần JavaScript, hiện đang tắt trong trình duyệt này. Xin bật JavaScript, dùng điện thoại khác, hoặc nhờ cán bộ chỉ máy khảo sát tại quầy. Phiếu gửi từ trang này sẽ không được nhận.
violation-token-needed = Đợt này không nhận thẳng mã lượt: trình duyệt phải đổi mã trước, để không ai nối được mã với câu trả lời. Xin bật JavaScript rồi gửi lại, hoặc dùng điện thoại khác, hoặc máy khảo sát tại quầy. Mã lượt của Ông/Bà vẫn chưa dùng.
violation-token-unproven = Máy chủ không chứng minh được rằng mã của Ông/Bà được đổi như mã của mọi người. Phiếu chưa được gửi, để giữ ẩn danh cho Ông/Bà. Xin báo cho cán bộ.
violation-blinded-malformed = Phải là một điểm của ristretto255 khác điểm không, gồm 32 byte viết theo base64url không có dấu bằng.
problem-not-blind = Đợt khảo sát này không dùng mã lượt ẩn danh tuyệt đối.

## Cán bộ mở phiếu trên máy tại quầy

start-locked = Xin mời Ông/Bà nhờ cán bộ mở phiếu. Khi cán bộ đã mở, phiếu hiện ra ở đây.
heading-kiosk-only = Phiếu này chỉ trả lời trên máy tại quầy
problem-kiosk-only = Đợt khảo sát này được trả lời trên máy đặt tại quầy, sau khi cán bộ mở phiếu.
advice-kiosk-only = Khi đến làm thủ tục, Ông/Bà hãy nhờ cán bộ mở phiếu trên máy tại quầy.
heading-permit-refused = Phiếu này chưa được mở hoặc đã hết hạn
problem-permit-refused = Phiếu này không được cán bộ mở, đã được gửi, hoặc đã quá mười phút. Xin nhờ cán bộ mở lại.
refused-permit-refused = phiếu chưa được cán bộ mở hoặc đã quá mười phút
problem-unlock-no-number = Hôm nay chưa có số hồ sơ đã trả của đơn vị này. Xin nhập số đó trước.
problem-unlock-used-up = Hôm nay số phiếu đã mở bằng số hồ sơ đã trả. Xin cập nhật số hồ sơ.
problem-unlock-too-soon = Mỗi phiếu được mở cách nhau ít nhất 40 giây. Xin đợi { $seconds } giây.
problem-unlock-from-program = Số hồ sơ hôm nay do phần mềm một cửa gửi sang, không nhập tay được.
problem-closed-count = Số hồ sơ là một số nguyên từ 0 đến 100.000.
violation-closed-count = Số hồ sơ là một số nguyên từ 0 đến 100.000.
staff-place-unlock = Mở máy tại quầy
staff-place-unlock-about = Mở một phiếu trên máy cho người vừa được phục vụ
staff-unlock-text = Mỗi lần bấm mở đúng một phiếu trên máy tại quầy cho người vừa được phục vụ, cách nhau ít nhất 40 giây, mỗi ngày không quá số hồ sơ đã trả. Hệ thống không ghi lại phiếu nào được mở lúc nào.
staff-unlock-desk = Đơn vị:
staff-unlock-open = Mở một phiếu
staff-unlock-close = Cập nhật số hồ sơ
staff-unlock-choose = Chọn đơn vị này
staff-unlock-unit-hint = Mã đơn vị nơi đặt máy, ví dụ 02020-1.
staff-unlock-closed-hint = Tổng số hồ sơ đơn vị đã trả từ đầu ngày đến giờ. Số này chỉ giữ trong bộ nhớ đến hết ngày.
staff-field-closed = Số hồ sơ đã trả hôm nay
staff-done-mo-may = Đã mở một phiếu. Mời người dân trả lời trên máy tại quầy trong vòng mười phút.
staff-done-so-may = Đã cập nhật số hồ sơ.
