# Biểu đồ, báo cáo kết quả (PDF) và các tệp phân tích.

chart-answers = { $n } trả lời
chart-options-title = Tỷ lệ từng phương án trả lời
chart-options-description = Mỗi thanh ngang là một câu hỏi, chia theo tỷ lệ người chọn từng phương án, từ phương án đầu (đậm nhất) đến phương án cuối (nhạt nhất). Số liệu đầy đủ ở bảng đi kèm.
chart-intervals-title = Giá trị và khoảng tin cậy
chart-intervals-description = Mỗi dòng là một chỉ số: dấu tròn là giá trị, vạch ngang là khoảng tin cậy { $level }%. Dấu rỗng màu xám là chưa đủ tin cậy. Số liệu đầy đủ ở bảng đi kèm.

said-from-to = từ { $low } đến { $high }
short-waiting = chưa đủ { $k } người
short-small-base = quá ít người được hỏi
short-no-value = không có số liệu

report-title = Báo cáo kết quả khảo sát
report-document = Báo cáo kết quả: { $unit } – { $title }
report-page = Trang { $page }/{ $pages }
report-interval = Khoảng tin cậy { $level }%
report-with-set = { $what } ({ $level }%: { $set })
report-code = Mã QR dẫn đến trang kết quả { $link }

report-summary = Tóm tắt
report-index = { $index } của { $unit } là { $value } (khoảng tin cậy { $level }%: { $interval }), tính từ { $n } trả lời.
report-index-alone = { $index } của { $unit } là { $value }.
report-index-absent = Chưa có giá trị của { $index } cho { $unit }. { $reason }
report-group = Với mức này, đơn vị thuộc nhóm “{ $group }”.
report-change-up = So với { $period }, chỉ số tăng: { $change } (khoảng tin cậy { $level }%: { $interval }; { $p }). Mức tăng này lớn hơn dao động ngẫu nhiên.
report-change-down = So với { $period }, chỉ số giảm: { $change } (khoảng tin cậy { $level }%: { $interval }; { $p }). Mức giảm này lớn hơn dao động ngẫu nhiên.
report-change-noise = So với { $period }, chỉ số thay đổi { $change } (khoảng tin cậy { $level }%: { $interval }; { $p }). Mức thay đổi này chưa vượt quá dao động ngẫu nhiên, không nên coi là tăng hay giảm.
report-change-noise-many = So với { $period }, chỉ số thay đổi { $change } (khoảng tin cậy { $level }%: { $interval }). Xét riêng đơn vị này thì mức thay đổi vượt dao động ngẫu nhiên, nhưng khi so nhiều đơn vị cùng lúc, một vài thay đổi như vậy xuất hiện chỉ do ngẫu nhiên ({ $p }, đã hiệu chỉnh theo số đơn vị), nên chưa thể coi là tăng hay giảm.
report-change-unknown = So với { $period }, chỉ số thay đổi { $change }. Không xác định được mức thay đổi này có lớn hơn dao động ngẫu nhiên hay không.
report-rank = Đơn vị xếp hạng { $rank } trong { $ranked } đơn vị cùng cấp.
report-rank-overlap = Các đơn vị có khoảng tin cậy chồng lên nhau có thể đổi hạng cho nhau chỉ vì ngẫu nhiên.
report-weakest = Những nội dung có giá trị thấp nhất
report-weakest-item = { $node }: { $value } ({ $interval })
report-weakest-item-alone = { $node }: { $value }
report-weakest-overlap = Khoảng tin cậy của các nội dung này chồng lên nhau, nên thứ tự giữa chúng có thể chỉ là ngẫu nhiên.
report-weak-left-out = Không xét { $count } nội dung chưa đủ tin cậy.
report-hidden = { $count } chỉ số chưa có số liệu; lý do ghi trong bảng chỉ số.
report-basis = Công bố này rút ra từ { $batches } lô phiếu đã niêm phong của tất cả đơn vị tham gia, mỗi lô có ít nhất { $k } phiếu.
report-given = Có { $scores } điểm số nhập từ nguồn khác; độ chính xác của các điểm số đó không tính được ở đây.
report-voluntary = Người dân tự nguyện trả lời tại nơi giao dịch. Khoảng tin cậy chỉ nói về dao động ngẫu nhiên, không nói về những người không trả lời.

report-nodes = Các chỉ số
report-nodes-chart = Dấu tròn là giá trị, vạch ngang là khoảng tin cậy { $level }%. Dấu rỗng màu xám là chưa đủ tin cậy.
report-nodes-table = Bảng chỉ số
report-options = Phân bố câu trả lời
report-options-chart = Mỗi thanh ngang là một câu hỏi, chia theo tỷ lệ người chọn từng phương án; số trong thanh đã làm tròn đến phần trăm.
report-options-multiple = Người trả lời có thể chọn nhiều phương án, nên các tỷ lệ không cộng thành 100%.
report-options-table = Bảng tỷ lệ từng phương án
report-units-chart = Các đơn vị trực thuộc, từ cao xuống thấp. Khác biệt giữa hai đơn vị có khoảng tin cậy chồng lên nhau có thể chỉ là ngẫu nhiên.
report-units-given = Các đơn vị trực thuộc, từ cao xuống thấp.
report-units-table = Bảng so sánh các đơn vị

report-method = Phụ lục: phương pháp
report-verify = Kiểm tra báo cáo này
report-verify-code = Quét mã QR để mở trang kết quả và đối chiếu mã băm. Cách kiểm tra ghi ở cuối phụ lục.
report-verify-hash = Mã băm là dấu vân tay của công bố: chỉ cần một con số thay đổi, mã sẽ khác. Cách kiểm tra ghi ở cuối phụ lục.
report-verify-text = Địa chỉ /api/v1/publications/{ $hash } của hệ thống trả về đúng văn bản đã được băm: SHA-256 của văn bản đó phải trùng với mã băm của công bố. Lệnh “hailong verify” tính lại mọi con số từ tệp JSON, CSV hoặc XLSX của cùng công bố.
report-verify-page = Trang kết quả: { $link }

results-download-pdf = Báo cáo để in (PDF)
results-download-ods = Bảng tính cho LibreOffice (ODS)
results-download-jsonstat = Dữ liệu cho cổng thống kê (JSON-stat)
results-download-zip = Tất cả các định dạng (ZIP)
results-download-stat = Số liệu để tính lại bằng R hoặc SPSS (ZIP)
results-download-parquet = Dữ liệu dạng cột (Parquet)
results-download-sdmx = Dữ liệu cho cổng SDMX (SDMX-CSV)
results-downloads-reading = Để đọc và in
results-downloads-analysis = Để phân tích
results-downloads-programs = Cho phần mềm và cổng dữ liệu
results-downloads-everything = Tải tất cả
report-tasks = Nhiệm vụ, giải pháp
