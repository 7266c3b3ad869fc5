# Các tệp tải về: sổ Excel (XLSX).

# Sheet names: at most 31 characters, none of [ ] : * ? / \
export-sheet-scorecards = Bảng điểm
export-sheet-full = Số liệu đầy đủ
export-sheet-options = Tỷ lệ từng phương án
export-sheet-method = Phương pháp
export-level-nation = Cả nước
export-level-province = Tỉnh, thành phố
export-level-district = Cấp huyện
export-level-commune = Xã, phường, đặc khu
export-level-desk = Bộ phận Một cửa

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
export-method-interval = Mỗi giá trị tính từ phiếu có khoảng tin cậy (ci_low đến ci_high). Sự khác nhau nằm trong khoảng tin cậy có thể chỉ là ngẫu nhiên.
export-method-grey = Số in xám, nghiêng là chưa đủ tin cậy: quá ít phiếu hoặc khoảng tin cậy quá rộng, chỉ đọc kèm khoảng tin cậy. Ở chỉ số nào có ít hơn 30 trả lời hoặc ít hơn 2 bậc tự do thì đơn vị không được xếp hạng và không được xếp nhóm theo phân vị.
export-method-rank = Hạng 1 là giá trị lớn nhất trong các đơn vị cùng cấp; các giá trị bằng nhau cùng nhận hạng tốt hơn.
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
