# Các tệp tải về: sổ Excel (XLSX).

# Sheet names: at most 31 characters, none of [ ] : * ? / \
export-sheet-scorecards = Bảng điểm
export-sheet-charts = Biểu đồ
export-sheet-full = Số liệu đầy đủ
export-sheet-options = Tỷ lệ từng phương án
export-sheet-method = Phương pháp
export-level-nation = Cả nước
export-level-province = Tỉnh, thành phố
export-level-district = Cấp huyện
export-level-commune = Xã, phường, đặc khu
export-level-desk = Bộ phận Một cửa

export-reports-folder = bao-cao
export-reports = Mỗi xã, phường, đặc khu một báo cáo để in (PDF)

export-demo = DỮ LIỆU GIẢ ĐỊNH, tạo ra để chạy thử chương trình: không phải ý kiến của người dân, không được trích dẫn
export-demo-short = DỮ LIỆU GIẢ ĐỊNH

export-scorecard-title = { $title } – kỳ { $period }
export-scorecard-unit = Mã đơn vị
export-scorecard-unit-name = Đơn vị
export-scorecard-of = { $node } (tối đa { $of })
export-scorecard-low = { $node }: cận dưới khoảng tin cậy
export-scorecard-high = { $node }: cận trên khoảng tin cậy
export-scorecard-rank = { $node }: hạng
export-scorecard-group = { $node }: nhóm
export-scorecard-change = { $node }: thay đổi so với kỳ trước
export-scorecard-missing = { $node }: số chỉ số thành phần còn thiếu

export-chart-node = Chỉ số
export-chart-below = Từ giới hạn dưới đến giá trị
export-chart-above = Từ giá trị đến giới hạn trên
export-chart-intervals = Giá trị kèm khoảng tin cậy { $level }%; cột màu xám là chưa đủ tin cậy

export-options-unit = Mã đơn vị
export-options-unit-name = Đơn vị
export-options-question = Mã câu hỏi
export-options-question-name = Câu hỏi
export-options-code = Mã phương án
export-options-option = Phương án
export-options-value = Tỷ lệ
export-options-low = Cận dưới khoảng tin cậy
export-options-high = Cận trên khoảng tin cậy
export-options-n = Số trả lời
export-options-precision = Độ tin cậy

export-method-basis = Căn cứ của số liệu
export-method-wave = Đợt khảo sát
export-method-period = Kỳ
export-method-instrument = Bộ phiếu
export-method-instrument-id = Phiên bản bộ phiếu
export-method-instrument-sha256 = SHA-256 của bộ phiếu
export-method-mode = Cách thu thập
export-method-mode-desk = Ý kiến tự nguyện tại nơi giao dịch (desk). Người trả lời tự chọn tham gia, không đại diện theo thiết kế mẫu; không xếp hạng chung với điều tra chọn mẫu.
export-method-mode-sample = Điều tra chọn mẫu có thiết kế (sample)
export-method-k = Số phiếu ít nhất của một lô (k)
export-method-batch-count = Số lô
export-method-scores = Số điểm nhập từ nguồn khác
export-method-chain = Mã băm của lô cuối cùng
export-method-level = Độ tin cậy của khoảng
export-method-level-value = { $level }%
export-method-version = Phiên bản phương pháp
export-method-publication = Mã băm của công bố này
export-method-wave-publication = Mã băm của công bố riêng đợt này
export-method-compared-wave = So với đợt
export-method-compared-with = Mã băm của công bố được so sánh

export-method-how = Số liệu được tính như thế nào
export-method-batches = Phiếu trả lời chỉ được tính khi đã gộp thành lô: mỗi lô có ít nhất { $k } phiếu của cùng một đơn vị; phần còn dư được gộp ở đơn vị cấp trên. Mọi con số là tổng của các lô trọn vẹn, nên không thể lấy hai bảng trừ nhau để biết một người đã trả lời gì.
export-method-rounding = Các ô chứa giá trị không làm tròn; Excel chỉ làm tròn khi hiển thị. Chỉ số cấp trên được tính từ giá trị không làm tròn, nên có thể khác một chút so với cộng các số đã làm tròn.
export-method-missing = Ô trống nghĩa là không có số liệu, không bao giờ là số 0. Cột disclosure của bảng đầy đủ cho biết lý do.
export-method-interval = Mỗi giá trị tính từ phiếu có khoảng tin cậy. Sự khác nhau nằm trong khoảng tin cậy có thể chỉ là ngẫu nhiên.
export-method-grey = Số in xám, nghiêng là chưa đủ tin cậy: quá ít phiếu hoặc khoảng tin cậy quá rộng, chỉ đọc kèm khoảng tin cậy. Ở chỉ số nào có ít hơn 30 trả lời hoặc ít hơn 2 bậc tự do thì đơn vị không được xếp hạng và không được xếp nhóm theo phân vị.
export-method-rank = Hạng 1 là giá trị lớn nhất trong các đơn vị cùng cấp; các giá trị bằng nhau cùng nhận hạng tốt hơn. Khi nói hạng thật nằm từ đâu đến đâu, đó là tập tin cậy của hạng theo Mogstad, Romano, Shaikh và Wilhelm (2024); nhóm thật được suy ra từ tập đó, hoặc từ hai đầu của khoảng tin cậy nếu nhóm có ngưỡng cố định.
export-method-hash = Mã băm thay đổi nếu bất kỳ con số nào thay đổi. Hai bảng có cùng mã băm của công bố là cùng một kết quả.
export-method-compare-notes = Lưu ý khi so sánh hai đợt
export-method-settings = Những điểm của phương pháp phải lựa chọn
export-method-verified = đã đối chiếu văn bản gốc
export-method-not-verified = CHƯA đối chiếu được văn bản gốc
export-method-sources = Nguồn
export-method-unverified = Những điểm chưa xác minh được
export-method-columns = Ý nghĩa các cột của bảng đầy đủ
export-method-precision = Các từ trong cột precision
export-method-disclosure = Các từ trong cột disclosure

export-column-wave = Mã đợt khảo sát.
export-column-instrument = Phiên bản bộ phiếu.
export-column-period = Kỳ mà kết quả nói về.
export-column-unit = Mã đơn vị (dạng văn bản, giữ số 0 ở đầu).
export-column-unit-name = Tên đơn vị.
export-column-node = Mã chỉ số; phương án của một câu hỏi có dạng mã=phương án.
export-column-node-kind = Cấp của chỉ số: index (chỉ số tổng hợp), dimension (chỉ số nội dung), sub_dimension (chỉ số nội dung thành phần), indicator (tiêu chí), option (phương án trả lời).
export-column-node-name = Tên chỉ số.
export-column-value = Giá trị, không làm tròn.
export-column-ci-low = Cận dưới của khoảng tin cậy.
export-column-ci-high = Cận trên của khoảng tin cậy.
export-column-level = Độ tin cậy của các khoảng, ví dụ 0,95.
export-column-n = Số trả lời được tính; ở chỉ số tổng hợp là số nhỏ nhất trong các thành phần đo bằng phiếu.
export-column-n-eff = Số trả lời hiệu dụng: cỡ của một mẫu ngẫu nhiên đơn giản có cùng độ chính xác.
export-column-df = Số bậc tự do của sai số chuẩn.
export-column-nonresponse = Tỷ lệ người được hỏi nhưng không có trả lời được tính, từ 0 đến 1.
export-column-precision = Có thể tin cậy đến mức nào; xem các từ bên dưới.
export-column-disclosure = Vì sao có hoặc không có giá trị; xem các từ bên dưới.
export-column-rank = Hạng trong các đơn vị cùng cấp, 1 là cao nhất.
export-column-ranked = Số đơn vị được xếp hạng.
export-column-group = Mã nhóm.
export-column-change = Thay đổi so với đợt trước, tính bằng đơn vị của giá trị.
export-column-change-ci-low = Cận dưới khoảng tin cậy của thay đổi.
export-column-change-ci-high = Cận trên khoảng tin cậy của thay đổi.
export-column-change-p = Giá trị p của thay đổi, đã hiệu chỉnh theo Holm cho các đơn vị cùng cấp ở cùng chỉ số.
export-column-batches = Số lô đứng sau con số.
export-column-publication = Mã băm SHA-256 của công bố.
export-column-unit-level = Cấp đơn vị: nation (cả nước), province (tỉnh), district (huyện), commune (xã), desk (bộ phận Một cửa).
export-column-group-name = Tên nhóm.
export-column-se = Sai số chuẩn.
export-column-change-percent = Thay đổi tính bằng phần trăm của giá trị đợt trước.
export-column-notable = TRUE nếu thay đổi phần trăm đạt mức mà bộ phiếu coi là đáng kể.
export-column-rank-before = Hạng ở đợt trước.
export-column-group-before = Nhóm ở đợt trước.
export-column-missing = Số chỉ số thành phần chưa có giá trị, không tính vào chỉ số tổng hợp này.

export-precision-reliable = Đủ tin cậy, có thể trích dẫn.
export-precision-review = Cần xem xét, chỉ trích dẫn kèm khoảng tin cậy: ít hơn 8 bậc tự do, hoặc tỷ lệ đúng bằng 0 hay 100%.
export-precision-not-reliable = Chưa đủ tin cậy, in xám: ít hơn 30 trả lời, ít hơn 2 bậc tự do, hoặc khoảng tin cậy quá rộng.
export-precision-unknown = Giá trị lấy từ nguồn khác, không biết độ chính xác.

export-disclosure-shown = Tính từ các lô trọn vẹn.
export-disclosure-given = Nhập từ nguồn khác, không có phiếu trả lời đứng sau.
export-disclosure-waiting = Chưa đủ người trả lời để lập một lô.
export-disclosure-small-base = Trong các lô có ít hơn { $k } người được hỏi câu này.
export-disclosure-no-value = Thiếu giá trị của một thành phần, hoặc chỉ là đề mục.

# Gói tệp cho người làm thống kê: số liệu, chương trình R, tệp lệnh SPSS, sổ mã (DDI).
stat-file-results = Kết quả: mỗi dòng là một đơn vị và một chỉ số, như trong tệp CSV.
stat-file-batches = Tổng số theo phương án mà kết quả dựa vào: mỗi phương án được chọn bao nhiêu lần, theo từng lô.
stat-file-units = Các đơn vị và đơn vị cấp trên của chúng.
stat-file-nodes = Các chỉ số và quy tắc tính giá trị của chúng.
stat-file-scores = Điểm của từng phương án được tính vào chỉ số đo từ câu trả lời.
stat-file-components = Mỗi chỉ số tổng hợp được gộp từ những chỉ số nào.
stat-program = Chương trình cho R (chỉ cần R cơ bản): tính lại mọi số liệu của kết quả từ các tệp còn lại và cho biết chênh lệch. Cách chạy: Rscript recompute.R
stat-syntax = Tệp lệnh cho SPSS và PSPP: đọc các tệp kèm nhãn rồi lưu thành .sav
stat-syntax-use = Trước hết đặt thư mục chứa các tệp làm thư mục làm việc, ví dụ bằng lệnh CD 'C:\data', sau đó chạy tất cả
stat-codebook = Sổ mã theo chuẩn DDI Codebook 2.5: cuộc khảo sát, các tệp, các biến, nguyên văn câu hỏi
stat-disclosure = Mỗi dòng của batches.csv là tổng số của trọn các lô có ít nhất { $k } người, đúng bằng những gì có thể tính được khi lấy hiệu của hai lần công bố. Số thứ tự của lô không nói lên thời gian. Nếu trong một lô có ít hơn { $k } người được hỏi một câu, các lô của đơn vị đó được gộp thành một tổng (lô 0) và không thể tính lại các khoảng tin cậy của đơn vị. Những câu hỏi không dùng cho chỉ số nào thì không đưa vào.
stat-disclosure-weighted = Phiếu trả lời của đợt này có quyền số. Từ tổng theo quyền số có thể suy ra câu trả lời của từng người, nên batches.csv không có dòng nào và không thể tính lại số liệu từ gói tệp này; lệnh “hailong verify” thực hiện việc đó tại hệ thống.

stat-column-batch = Số của lô trong đơn vị, không theo thứ tự thời gian; 0 là tổng của mọi lô của đơn vị.
stat-column-stratum = Số của tầng khi tính phương sai: là đơn vị; với mẫu có thiết kế là tầng trong đơn vị.
stat-column-people = Số người trong lô.
stat-column-item = Mã câu hỏi.
stat-column-asked = Số người được hỏi câu này.
stat-column-answered = Số người đã trả lời câu này.
stat-column-option = Mã phương án.
stat-column-count = Số lần phương án được chọn.
stat-column-choice = Câu hỏi và phương án.
stat-column-parent = Đơn vị hoặc chỉ số cấp trên.
stat-column-source = Giá trị lấy từ đâu: measured (đo từ câu trả lời), given (nhập từ nơi khác), combined (gộp từ chỉ số khác), heading (không có giá trị).
stat-column-stat = Của chỉ số đo từ câu trả lời: share (tỷ lệ, trung bình của điểm 0 và 1) hoặc mean (trung bình).
stat-column-per-answer = 1 nếu mẫu số là mọi người đã trả lời (được chọn nhiều phương án), 0 nếu là các phương án được tính.
stat-column-op = Của chỉ số tổng hợp: mean (trung bình), weighted_mean (trung bình có trọng số), weighted_sum (tổng có trọng số), sum (tổng), pool (mỗi câu trả lời bên dưới tính một lần).
stat-column-needs-all = 1 nếu chỉ số tổng hợp chỉ có giá trị khi mọi thành phần đều có giá trị.
stat-column-scale = Đổi thang: fixed (từ from_low và from_high), observed (từ giá trị nhỏ nhất và lớn nhất của các đơn vị cùng cấp), hoặc để trống.
stat-column-from-low = Giá trị đổi thành to_low.
stat-column-from-high = Giá trị đổi thành to_high.
stat-column-to-low = Kết quả đổi từ from_low.
stat-column-to-high = Kết quả đổi từ from_high.
stat-column-clamp = 1 nếu giá trị nằm ngoài from_low và from_high được đưa về hai đầu này trước khi đổi thang.
stat-column-round = Số chữ số thập phân được làm tròn trước khi tính tiếp; để trống nếu không làm tròn.
stat-column-least = Giá trị nhỏ nhất có thể có.
stat-column-most = Giá trị lớn nhất có thể có.
stat-column-parts = Số thành phần.
stat-column-score = Điểm của phương án.
stat-column-component = Chỉ số được gộp.
stat-column-weight = Trọng số của chỉ số được gộp.

stat-kind-index = Chỉ số tổng hợp
stat-kind-dimension = Chỉ số nội dung
stat-kind-sub-dimension = Chỉ số nội dung thành phần
stat-kind-indicator = Tiêu chí
stat-kind-option = Phương án của câu hỏi

stat-questions = Các câu hỏi như đã hỏi. Câu trả lời là các dòng của batches.csv có mã câu hỏi (item) này.
stat-asked-all = Mọi người tham gia
stat-asked-if = Những người trước đó đã trả lời: { $condition }
stat-analysis-unit = Đơn vị hành chính; người trả lời chỉ có dưới dạng tổng của trọn các lô
stat-universe-desk = Người dân đã được phục vụ tại bộ phận một cửa của các đơn vị và tự nguyện trả lời
stat-universe-sample = Những người mà mẫu được chọn ra từ đó
stat-data-kind = Số liệu tổng hợp
stat-weight-none = Không có quyền số: mỗi phiếu trả lời tính một lần.
stat-weight-some = Phiếu trả lời có quyền số; phiếu không có quyền số tính một lần.

stat-r-weighted = Phiếu trả lời có quyền số nên không đưa ra tổng số nào, và ở đây không thể tính lại được.
stat-r-compared = Số liệu đã so sánh:
stat-r-skipped = Số liệu không so sánh, vì cơ sở của chúng không được đưa ra hoặc không có trong gói tệp này:
stat-r-largest = Chênh lệch lớn nhất (tương đối nếu trên 1):
stat-r-agree = Tất cả đều khớp.
stat-r-differ = SỐ LIỆU KHÔNG KHỚP.

export-disclosure-waiting-groups = Chưa đủ người trong mỗi nhóm: mọi nhóm của phân tổ phải có ít nhất { $k } người.
export-disclosure-filtered = Câu hỏi chỉ hỏi một số người nên không được chia theo nhóm.
export-disclosure-not-at-level = Đơn vị ở cấp này không có số liệu theo nhóm.
export-column-breakdown = Phân tổ: mã câu hỏi, hoặc channel (cách trả lời).
export-column-category = Mã của nhóm; no_answer là những người không trả lời câu hỏi phân tổ.
export-column-category-name = Tên của nhóm.
export-method-breakdown = Phân tổ
export-method-breakdown-batches = Số lô có trong số liệu theo nhóm
export-method-by-category = Số liệu theo nhóm là tổng của các bước trọn vẹn; mỗi bước gồm những lô liên tiếp mà trong đó mọi nhóm của mọi phân tổ có ít nhất { $k } người và mọi ô giao nhau có ít nhất 5 người. Vì vậy cộng trừ các số liệu đã công bố không tách được ít người hơn thế, và số liệu theo nhóm có thể dựa trên ít phiếu hơn số liệu chung.
