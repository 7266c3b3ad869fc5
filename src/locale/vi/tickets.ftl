# Mã lượt: ô nhập trên phiếu, trang phát hành, tờ in.

ticket-label = Mã lượt
ticket-hint = Mã gồm 17 ký tự in trên giấy Ông/Bà đã nhận, ví dụ 7K3M-9QXT-2B4D-HW8RC. Viết hoa hay thường, có hay không có dấu gạch đều được. Mã chỉ để mỗi lượt trả lời một lần và không được lưu cùng câu trả lời.
ticket-ready = Mã đã đúng dạng.
form-ticket-refused = Mã lượt này không dùng được ở đây: mã không đúng, đã được dùng, hoặc của nơi khác. Nếu trước đó Ông/Bà đã gửi phiếu bằng mã này thì phiếu ấy đã được ghi và không cần gửi lại. Nếu không, xin xem lại mã hoặc xin cán bộ một mã khác; các câu trả lời vẫn còn trên trang này.

heading-ticket-refused = Mã lượt không dùng được
problem-ticket-refused = Mã lượt không dùng được ở đây: mã không đúng, đã được dùng, hoặc của nơi khác. Nếu trước đó đã gửi phiếu bằng mã này thì phiếu ấy đã được ghi.

violation-ticket-missing = Xin nhập mã lượt in trên giấy Ông/Bà đã nhận.
violation-ticket-sign = Mã lượt chỉ có chữ số và chữ cái không dấu. Nếu đang bật gõ tiếng Việt (Telex, VNI), xin tắt đi rồi nhập lại.
violation-ticket-length = Mã lượt có 17 ký tự. Xin xem lại có thiếu hoặc thừa ký tự nào không.
violation-ticket-mistyped = Có ký tự bị sai hoặc hai ký tự bị đổi chỗ. Xin so lại với mã in trên giấy.

refused-ticket-refused = mã lượt không đúng hoặc đã được dùng
