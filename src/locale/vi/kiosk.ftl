### Máy đặt tại quầy: màn hình bắt đầu, trở lại đầu, trang cài đặt cho cán bộ.

## Màn hình bắt đầu

start-title = Xin cho biết Ông/Bà được phục vụ thế nào
start-promise = Chưa đến một phút. Phiếu ẩn danh: không ai, kể cả cán bộ ở quầy này, biết phiếu nào là của Ông/Bà.
start-no-device = Máy này chưa được cài đặt để trả lời tại quầy. Cán bộ xin mở trang cài đặt.
start-other-desk = Máy này được cài đặt cho một quầy khác. Cán bộ xin mở trang cài đặt.
start-revoked = Máy này không còn được phép trả lời tại quầy. Cán bộ xin mở trang cài đặt.
start-staff = Dành cho cán bộ
start-waiting = Phiếu đang chờ gửi: { $count }
start-refused = Phiếu không gửi được: { $count }
start-offline = Đang không có mạng, phiếu được giữ trên máy.

## Trở lại màn hình bắt đầu

idle-title = Ông/Bà còn ở đây không?
idle-text = Nếu không có ai chạm vào màn hình, các câu trả lời sẽ được xóa và phiếu trở lại từ đầu.
idle-left = Còn { $seconds } giây
idle-stay = Tôi vẫn đang trả lời
idle-leave = Xóa và kết thúc
return-label = Trở lại màn hình bắt đầu
return-text = Trở lại màn hình bắt đầu sau { $seconds } giây.
return-now = Xong
return-wait = Máy đang chờ mạng. Xin đợi giây lát.

## Trang cài đặt

kiosk-title = Máy trả lời tại quầy
kiosk-needs-script = Máy đặt tại quầy cần JavaScript. Xin bật JavaScript trong trình duyệt rồi mở lại trang này.
kiosk-asking = Đang kiểm tra mã của máy…
kiosk-ready = Máy đã được cài đặt.
kiosk-token-refused = Mã này không đúng, đã hết hạn hoặc đã bị thu hồi. Xin tạo mã mới.
kiosk-token-unreachable = Chưa liên lạc được với hệ thống. Cài đặt lần đầu cần có mạng; xin thử lại bằng mã vừa rồi.
kiosk-unset-title = Máy này chưa được cài đặt
kiosk-unset = Trên máy chủ, hãy chạy lệnh dưới đây, rồi mở địa chỉ được in ra (hoặc quét mã QR) trên máy này.
kiosk-token-label = Hoặc dán địa chỉ hay mã vào đây:
kiosk-token-take = Cài đặt
kiosk-unit = Mã quầy:
kiosk-device = Tên máy:
kiosk-revoked = Mã của máy đã hết hạn hoặc bị thu hồi. Phiếu đang chờ vẫn được gửi; để tiếp tục hỏi, xin cài đặt lại máy.
kiosk-no-wave = Hiện không có đợt khảo sát nào đang mở tại quầy này. Máy sẽ tự nhận đợt mới khi có mạng.
kiosk-waves = Đợt khảo sát trên máy này
kiosk-wave = Đợt khảo sát:
kiosk-auto = Tự bắt đầu sau { $seconds } giây.
kiosk-stay = Ở lại trang này
kiosk-leave = Gỡ máy khỏi quầy
kiosk-state-title = Tình trạng của máy
kiosk-waiting = Phiếu đang chờ gửi
kiosk-refused = Phiếu không gửi được
kiosk-refused-text = Hệ thống không nhận các phiếu này. Chúng vẫn nằm trên máy, thỉnh thoảng được gửi lại, và không ai đọc được từng phiếu.
kiosk-network = Mạng
kiosk-network-on = có
kiosk-network-off = không có; phiếu được giữ trên máy và tự gửi sau
kiosk-offline = Dùng khi không có mạng
kiosk-offline-ready = sẵn sàng
kiosk-offline-not-yet = chưa; cần mở máy khi có mạng thêm ít phút
kiosk-offline-never = không thể; cần HTTPS
kiosk-lasting = Bộ nhớ của trình duyệt
kiosk-lasting-yes = được giữ lâu dài
kiosk-lasting-no = có thể bị trình duyệt xóa khi máy hết chỗ
kiosk-version = Phiên bản
kiosk-send-now = Gửi ngay
kiosk-sending = Đang gửi…
kiosk-sent = Đã gửi xong.
kiosk-not-sent = Chưa gửi được hết. Máy sẽ tự gửi lại.
kiosk-closing = Chỉ đóng đợt khảo sát khi không máy nào còn phiếu chờ gửi: phiếu đến sau khi đóng không được tính.
kiosk-discard = Xóa…
refused-wave-closed = đợt khảo sát đã đóng trước khi phiếu đến
refused-unknown-wave = hệ thống không biết đợt khảo sát này
refused-unknown-unit = quầy không tham gia đợt khảo sát này
refused-violations = phiếu không hợp với bộ câu hỏi của đợt khảo sát
refused-id-used = mã phiếu đã được dùng cho một phiếu khác
refused-other = hệ thống từ chối vì lý do khác
discard-title = Xóa các phiếu không gửi được?
discard-text = { $count } phiếu sẽ mất hẳn và không bao giờ được tính. Nếu đợt khảo sát có thể được mở lại hoặc lỗi có thể được sửa, xin đừng xóa.
discard-type = Để xóa, hãy gõ số { $count }:
discard-no = Không, giữ lại
discard-yes = Xóa hẳn
leaving-title = Gỡ máy khỏi quầy?
leaving-no = Không, để máy tại quầy
leaving-text = Máy sẽ không hỏi người dân nữa cho đến khi được cài đặt lại. Phiếu đang chờ vẫn nằm trên máy và vẫn được gửi.
kiosk-pin-title = Ghim trình duyệt vào màn hình
kiosk-pin = Để người dân không rời khỏi phiếu, hãy cho máy mở địa chỉ /kiosk của trang này khi khởi động và ghim trình duyệt lại. Sau khi mất điện, máy tự trở lại màn hình bắt đầu.
kiosk-pin-chromium = Máy tính có Chromium hoặc Chrome
kiosk-pin-chromium-how = Cho máy tự đăng nhập và tự chạy lệnh này; tắt thông báo và cập nhật của hệ thống trong giờ làm việc.
kiosk-pin-android = Máy tính bảng Android
kiosk-pin-android-how = Trong Cài đặt → Bảo mật, bật “Ghim ứng dụng” và yêu cầu mã PIN khi bỏ ghim. Mở trang này bằng Chrome, cài thành ứng dụng (thêm vào màn hình chính), mở ứng dụng đó, rồi ghim trong màn hình các ứng dụng gần đây. Đặt màn hình luôn sáng khi sạc.
kiosk-pin-ipad = iPad
kiosk-pin-ipad-how = Trong Cài đặt → Trợ năng, bật “Quyền truy cập được hướng dẫn” (Guided Access) và đặt mật mã. Mở trang này bằng Safari, thêm vào màn hình chính, mở từ đó và dán mã để cài đặt ngay trong ứng dụng: ứng dụng có bộ nhớ riêng, còn Safari tự xóa bộ nhớ của trang sau bảy ngày không mở. Sau đó bấm nút nguồn hoặc nút Home ba lần. Đặt tự khóa là “Không bao giờ”.
