# Biểu đồ, báo cáo kết quả (PDF) và các tệp phân tích.

chart-answers = { $n } trả lời
chart-options-title = Tỷ lệ từng phương án trả lời
chart-options-description = Mỗi thanh ngang là một câu hỏi, chia theo tỷ lệ người chọn từng phương án, từ phương án đầu (đậm nhất) đến phương án cuối (nhạt nhất). Số liệu đầy đủ ở bảng đi kèm.
chart-intervals-title = Giá trị và khoảng tin cậy
chart-intervals-description = Mỗi dòng là một chỉ số: dấu tròn là giá trị, vạch ngang là khoảng tin cậy { $level }%. Dấu rỗng màu xám là chưa đủ tin cậy. Số liệu đầy đủ ở bảng đi kèm.

short-waiting = chưa đủ { $k } người
short-small-base = quá ít người được hỏi
short-no-value = không có số liệu
