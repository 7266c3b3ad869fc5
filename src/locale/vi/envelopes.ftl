# Phong bì niêm phong: những câu hiện ra khi cần mã hóa hoặc khi không mã hóa được.

heading-envelope-required = Câu trả lời ở đây được mã hóa ngay trên thiết bị của Ông/Bà
problem-envelope-required = Khảo sát này chỉ nhận câu trả lời đã được mã hóa trên thiết bị, để không ai đọc được trước khi được cộng chung với câu trả lời của những người khác. Trình duyệt này không làm được việc đó hoặc đã tắt tập lệnh (JavaScript): chưa có gì được ghi nhận. Xin Ông/Bà bật tập lệnh, dùng thiết bị khác, hoặc hỏi nhận phiếu giấy tại quầy.

violation-envelope-key = Đây không phải khóa của đợt khảo sát. Xin tải lại phiếu.
violation-envelope-enc = Khóa đóng gói có 32 byte, viết theo base64url không có ký tự đệm.
violation-envelope-sealed = Câu trả lời đã mã hóa dài bội số của 1024 byte cộng thẻ 16 byte, không quá 40 KiB, viết theo base64url không có ký tự đệm.

violation-wave-key = Không cất được khóa riêng của phong bì trên máy chủ. Xin xem nhật ký của máy chủ, hoặc tạo khóa tại máy sẽ mở phong bì.
violation-wave-no-envelopes = Đợt khảo sát này nhận câu trả lời không mã hóa.

staff-action-wave-key-made = Tạo khóa phong bì
staff-action-wave-key-destroyed = Hủy khóa riêng của phong bì
staff-action-wave-key-lost = Ghi nhận đã mất khóa riêng của phong bì

refused-envelope-required = chưa được mã hóa
