### Các lối vào phiếu: đường dẫn ngắn, nút trên cổng thông tin, áp phích.

## Đường dẫn ngắn

place-none-title = Hiện chưa có đợt khảo sát nào ở đây
place-none-text = { $unit } chưa có phiếu nào đang mở. Đường dẫn này vẫn dùng được: khi có đợt khảo sát mới, Ông/Bà mở lại là trả lời được ngay.
place-several-title = Ông/Bà muốn trả lời phiếu nào?
heading-unknown-place = Không có nơi này
advice-unknown-place = Hãy xem lại mã ở cuối đường dẫn, quét lại mã QR hoặc hỏi cán bộ tại quầy.
problem-unknown-place = Không có nơi nào mang mã này.

## Nút trên cổng thông tin

button-window = Nút góp ý – { $unit }
button-title = Nút góp ý cho cổng thông tin
button-lead = Đặt nút này lên trang của cơ quan: người dân bấm vào là mở được phiếu của { $unit }, đợt nào đang mở thì vào đợt đó.
button-plain = Nút chỉ gồm một đường dẫn và một hình: không có mã lệnh, không theo dõi người xem.
button-code = Mã HTML của nút
button-help = Bấm vào khung, chọn tất cả rồi sao chép vào trang của cơ quan.
button-image-main = Góp ý về sự phục vụ
button-image-small = Ẩn danh, không cần đăng nhập
button-image-alt = Góp ý ẩn danh về sự phục vụ tại { $unit }

## Áp phích và thẻ để bàn

poster-document = Áp phích mã QR – { $place }
poster-places = { $count } nơi
poster-title = Ông/Bà được phục vụ thế nào?
poster-code = Mã QR của đường dẫn { $link }
poster-scan = Quét mã QR hoặc gõ địa chỉ bên trên
poster-answer = Trả lời vài câu hỏi ngắn
poster-send = Bấm “Gửi phiếu”
poster-promise = Phiếu ẩn danh: không hỏi tên, số điện thoại hay mã hồ sơ; không ai biết Ông/Bà đã trả lời thế nào.
