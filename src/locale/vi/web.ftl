### Trang web và thông báo lỗi của giao diện lập trình.

## Chung cho mọi trang

site-name = Hài lòng
skip-to-content = Đến nội dung chính
languages-label = Ngôn ngữ
language-vi = Tiếng Việt
language-en = English
demo-banner = Dùng thử: các phiếu ở đây chỉ là ví dụ, không phải ý kiến thật.
demo-tag = Dùng thử
footer-privacy = Trang này không dùng cookie, không ghi địa chỉ máy, không ghi thời điểm trả lời.

## Trang đầu

home-title = Ý kiến của Ông/Bà về dịch vụ công
home-lead = Ông/Bà vừa làm việc với cơ quan nhà nước? Hãy cho biết Ông/Bà được phục vụ thế nào. Ý kiến của mọi người được tổng hợp thành chỉ số hài lòng của địa phương.
home-anonymous-title = Phiếu ẩn danh
home-anonymous = Chúng tôi không hỏi tên, số giấy tờ hay mã hồ sơ. Kết quả chỉ được công bố khi có đủ nhiều người cùng trả lời, nên không ai biết phiếu nào là của Ông/Bà.
home-open = Các đợt khảo sát đang mở
home-none = Hiện chưa có đợt khảo sát nào đang mở.
home-published = Kết quả đã công bố
home-period = Kỳ { $period }
period-year = năm { $year }
period-first-half = 6 tháng đầu năm { $year }
period-second-half = 6 tháng cuối năm { $year }
period-quarter = quý { $part ->
    [1] I
    [2] II
    [3] III
   *[4] IV
    } năm { $year }
period-month = tháng { $part } năm { $year }
period-days = từ { $first } đến { $last }

## Chọn nơi được phục vụ

choose-title = Ông/Bà đã được phục vụ ở đâu?
choose-up = ‹ Quay lại
choose-none = Đợt khảo sát này chưa có nơi nào nhận phiếu.

## Phiếu

form-other-unit = Chọn nơi khác
form-anonymous = Phiếu ẩn danh, không ai biết phiếu nào là của Ông/Bà.
form-required-note = Câu có ghi “bắt buộc” cần được trả lời; các câu khác có thể bỏ qua.
form-optional-note = Câu nào không muốn trả lời thì có thể bỏ qua.
form-required = (bắt buộc)
form-several = (có thể chọn nhiều ý)
form-listen = Nghe câu hỏi { $number }
form-no-answer = Không trả lời
form-send = Gửi phiếu
form-only-if = Chỉ trả lời nếu { $condition }.
form-condition-chosen = ở câu { $number } Ông/Bà chọn { $options }
form-condition-not-chosen = ở câu { $number } Ông/Bà không chọn { $options }
form-condition-option = “{ $option }”
form-condition-and = và
form-condition-or = hoặc
form-error-title = Phiếu chưa được gửi. Xin xem lại các câu sau:
form-error-line = Câu { $number }: { $error }
form-error-more = … và { $count } chỗ nữa.
form-error-window = Cần xem lại – { $title }
form-busy = Phiếu của Ông/Bà có lẽ chưa được ghi. Các câu trả lời vẫn còn trên trang này: xin đợi giây lát rồi bấm gửi lần nữa. Gửi lại không làm phiếu bị tính hai lần.
form-conflict = Phiếu gửi lần trước từ trang này đã được ghi với câu trả lời khác và được giữ nguyên. Chỉ gửi lần nữa nếu đây là một phiếu khác, ví dụ về một lần được phục vụ khác; phiếu đó sẽ được tính thêm.
form-note-touch = Chạm vào câu trả lời là sang câu tiếp theo.
form-note-keys = Bàn phím: phím số để chọn, phím Enter để tiếp tục.
form-at = Câu { $at } / { $of }
form-at-many = Câu { $from }–{ $to } / { $of }
form-at-review = Xem lại
form-back = Quay lại
form-next = Tiếp tục
form-wording-plain = Câu hỏi dễ hiểu
form-wording-full = Câu hỏi đầy đủ
form-hear = Nghe
form-hear-stop = Dừng
form-review-title = Xem lại rồi gửi
form-review-lead = Nếu muốn sửa câu nào, bấm “Sửa” ở câu đó. Xong thì bấm “Gửi phiếu”.
form-not-answered = Không trả lời
form-change = Sửa
form-sending = Đang gửi phiếu…
form-failed-title = Phiếu chưa gửi được
form-failed = Máy chủ chưa nhận được phiếu. Các câu trả lời vẫn còn trên máy này: xin đợi giây lát rồi bấm “Gửi phiếu” lần nữa. Gửi lại không làm phiếu bị tính hai lần.
form-paper = In phiếu giấy
paper-unit = Mã nơi được phục vụ:
paper-wave = Mã đợt khảo sát:
paper-promise = Xin đừng ghi tên, số điện thoại, số giấy tờ hay mã hồ sơ lên phiếu. Kết quả chỉ được công bố khi có đủ nhiều người cùng trả lời, nên không ai biết phiếu nào là của Ông/Bà.
paper-how-to-answer = Đánh dấu ✕ vào ô trước câu trả lời Ông/Bà chọn, mỗi câu một ô, trừ câu ghi “có thể chọn nhiều ý”.
paper-how-to-print = Để in, dùng lệnh In của trình duyệt (Ctrl+P), khổ giấy A4.
paper-screen = Trả lời trên máy
paper-end = Xin cảm ơn Ông/Bà. Gấp phiếu lại rồi nộp ở nơi đã phát phiếu.
start-begin = Bắt đầu
thanks-title = Cảm ơn Ông/Bà!
thanks-text = Phiếu của Ông/Bà đã được ghi nhận.
thanks-kept = Lúc này không có mạng nên phiếu được giữ trên máy này. Khi có mạng, phiếu tự gửi đi; Ông/Bà không cần làm gì thêm.
thanks-next = Sau đây phiếu đi đâu?
thanks-pooled = Phiếu được để chung với phiếu của những người khác. Khi có ít nhất { $k } người trả lời, kết quả chung mới được tính; không ai xem riêng phiếu nào.
thanks-index = Từ kết quả chung, cơ quan nhà nước tính chỉ số chính thức: “{ $index }”.
thanks-index-unnamed = Từ kết quả chung, cơ quan nhà nước tính các chỉ số chính thức về chất lượng phục vụ.
thanks-results = Xem kết quả khi được công bố
thanks-results-public = Kết quả chung được công bố cho mọi người xem.
thanks-results-staff = Kết quả chung được gửi đến cơ quan phụ trách đợt khảo sát.
thanks-close = Ông/Bà có thể đóng trang này.
thanks-again = Trả lời một phiếu khác

## Kết quả

results-window = Kết quả – { $title }
results-above = Đơn vị cấp trên
results-interval = Khoảng tin cậy 95%
results-rank = Xếp hạng
results-group = Nhóm
results-change = Thay đổi
results-compared = So với kỳ { $period }.
results-nodes = Các chỉ số
results-node = Chỉ số
results-value = Giá trị
results-answers = Số câu trả lời
results-note = Ghi chú
results-units = { $node } theo đơn vị
results-unit = Đơn vị
results-downloads = Tải về
results-download-xlsx = Bảng tính (XLSX)
results-download-csv = Dữ liệu (CSV)
results-download-json = Dữ liệu cho chương trình (JSON)
results-method = Các con số này từ đâu ra?
results-method-text = Mỗi con số là tổng của những lô phiếu đã niêm phong, mỗi lô gồm nhiều người. Khoảng tin cậy cho biết con số có thể lệch bao nhiêu vì chỉ một phần người dân trả lời.
results-sources = Văn bản làm căn cứ
results-unverified = Những điểm chưa đối chiếu được với văn bản gốc
results-hash = Mã kiểm tra của bảng này:
results-waiting = Chưa đủ { $k } người trả lời nên chưa công bố, để không ai bị lộ ý kiến.
results-small-base = Quá ít người được hỏi câu này nên không công bố, để không ai bị lộ ý kiến.
results-not-reliable = Chưa đủ tin cậy: số liệu còn ít hoặc khoảng tin cậy quá rộng.
results-missing = Thiếu { $missing } chỉ số thành phần, nên chưa so sánh được với nơi có đủ.
results-review = Nên đọc cùng khoảng tin cậy.
results-given = Số liệu lấy từ nguồn khác.
results-not-given = Chưa nhập số liệu.

## Trang báo lỗi

message-home = Về trang đầu
heading-unknown-address = Không có trang này
heading-unknown-wave = Không có đợt khảo sát này
advice-unknown-wave = Hãy kiểm tra lại đường dẫn, quét lại mã QR tại quầy hoặc hỏi cán bộ ở đó.
heading-unknown-unit = Không có nơi này trong đợt khảo sát
advice-unknown-unit = Hãy quét lại mã QR tại quầy hoặc chọn nơi được phục vụ từ trang đầu.
heading-wave-closed = Đợt khảo sát đã kết thúc
advice-wave-closed = Cảm ơn Ông/Bà đã quan tâm. Nếu muốn góp ý về một lần được phục vụ gần đây, xin hỏi đợt khảo sát đang mở tại quầy.
heading-id-used = Phiếu này đã được gửi trước đó
advice-id-used = Có lẽ Ông/Bà đã quay lại trang cũ. Để trả lời một phiếu mới, hãy mở lại phiếu từ trang đầu.
heading-token-needed = Kết quả chưa công khai
advice-token-needed = Cán bộ có mã truy cập có thể lấy kết quả qua giao diện lập trình hoặc lệnh hailong results.
heading-queue-full = Xin thử lại sau giây lát
advice-queue-full = Phiếu của Ông/Bà chưa được gửi. Hãy quay lại trang trước và bấm gửi lần nữa; gửi lại không làm phiếu bị tính hai lần.
heading-database-unavailable = Xin thử lại sau giây lát
advice-database-unavailable = Nếu Ông/Bà vừa gửi phiếu, hãy quay lại trang trước và bấm gửi lần nữa; gửi lại không làm phiếu bị tính hai lần.
heading-overloaded = Xin thử lại sau giây lát
heading-bad-form = Không đọc được phiếu
advice-bad-form = Hãy mở lại phiếu từ trang đầu và trả lời lại.
heading-nothing-published = Chưa có kết quả
advice-nothing-published = Kết quả được công bố khi có đủ người trả lời để không ai bị lộ ý kiến.

## Trạng thái HTTP

status-400 = Yêu cầu không hợp lệ
status-401 = Cần mã truy cập
status-403 = Không được phép
status-404 = Không tìm thấy
status-405 = Không dùng được phương thức này
status-406 = Không có dạng được yêu cầu
status-408 = Quá thời gian chờ
status-409 = Không thực hiện được
title-id-used = Trùng mã phiếu
status-410 = Đã kết thúc
status-412 = Đã thay đổi
status-413 = Nội dung quá dài
status-415 = Sai kiểu nội dung
status-416 = Không có đoạn được yêu cầu
status-422 = Phiếu chưa hợp lệ
status-500 = Lỗi của hệ thống
status-503 = Tạm thời quá tải

## Sự cố, theo mã

problem-unknown-address = Không có gì ở địa chỉ này.
problem-unknown-wave = Không có đợt khảo sát nào mang tên này.
problem-unknown-unit = Nơi này không tham gia đợt khảo sát, hoặc mã nơi này không đúng.
problem-unknown-recording = Câu hỏi này chưa được đọc thành tiếng bằng ngôn ngữ này.
problem-unknown-instrument = Không có bộ phiếu nào mang tên này.
problem-unknown-node = Kết quả không có chỉ số nào mang mã này.
problem-unknown-format = Kết quả không có ở định dạng này; có xlsx, csv và json.
problem-unknown-publication = Không có công bố nào mang mã này.
problem-nothing-published = Đợt khảo sát này chưa công bố kết quả nào.
problem-wave-closed = Đợt khảo sát này đã kết thúc và không nhận phiếu nữa.
problem-id-used = Mã phiếu này đã được dùng cho một phiếu có câu trả lời khác.
problem-violations = Phiếu chưa được ghi vì có chỗ chưa đúng; mọi chỗ chưa đúng đều được liệt kê.
problem-invalid-json = Nội dung không phải là JSON đúng quy cách.
problem-invalid-shape = Nội dung JSON không đúng cấu trúc tại “{ $pointer }”.
problem-incomplete = Nội dung bị đứt giữa chừng.
problem-bad-request = Không hiểu được yêu cầu.
problem-bad-form = Các trường gửi lên không phải của phiếu này.
problem-cross-site = Phiếu chỉ có thể gửi từ trang của hệ thống này.
problem-wrong-method = Địa chỉ này không nhận phương thức đó; xem đầu mục Allow.
problem-not-acceptable = Không có dạng nội dung được yêu cầu.
problem-changed = Tệp đã thay đổi.
problem-no-such-range = Tệp không có đoạn được yêu cầu.
problem-too-large = Nội dung dài quá mức cho phép ({ $kibibytes } KiB).
problem-too-many = Danh sách có quá { $most } phiếu.
problem-too-slow = Nội dung đến quá chậm.
problem-wrong-type = Ở đây chỉ nhận nội dung kiểu { $expected }, mã hóa UTF-8, không nén.
problem-token-needed = Kết quả này chưa công khai, hoặc không tồn tại; chỉ người có mã truy cập mới xem được.
problem-device-needed = Chỉ máy đã được cài đặt tại quầy mới làm được việc này; mã của máy không có, đã hết hạn hoặc đã bị thu hồi.
problem-queue-full = Đang có quá nhiều phiếu chờ ghi; phiếu này chưa được ghi.
problem-database-unavailable = Hệ thống chưa kết nối được cơ sở dữ liệu; xin gửi lại với cùng mã phiếu.
problem-overloaded = Đang có quá nhiều người lấy kết quả cùng lúc.
problem-internal = Hệ thống gặp lỗi. Nội dung của Ông/Bà không bị lưu vào nhật ký.

## Quy tắc bị vi phạm, theo mã

violation-unknown-item = Bộ phiếu không có câu hỏi này.
violation-code-off-scale = Câu trả lời { $found } không có trong thang đo của câu hỏi.
violation-required = Xin chọn một câu trả lời.
violation-not-reached = Câu này không được hỏi sau những câu trả lời trước đó.
violation-expected-one = Câu này chỉ chọn được một câu trả lời.
violation-expected-list = Câu này cần một danh sách câu trả lời.
violation-repeated = Câu trả lời { $found } bị lặp lại.
violation-nothing-answered = Xin trả lời ít nhất một câu hỏi.
violation-id-not-random = Mã phiếu phải là UUID phiên bản 4 (ngẫu nhiên).
violation-not-a-code = Mã phải có từ 1 đến 64 byte và không có ký tự điều khiển.
violation-too-many-answers = Một phiếu có nhiều nhất 500 câu trả lời.
violation-ticket-not-asked = Đợt khảo sát này không dùng mã lượt.
violation-not-a-count = Số lượt phải là số nguyên từ 0 đến 10.000.
violation-counts-do-not-fit = Phải có ít nhất một lượt bắt đầu, và số lượt đã trả lời cộng số lượt bỏ dở không được nhiều hơn số lượt bắt đầu.
problem-unknown-breakdown = Đợt khảo sát không có phân tổ nào mang mã này.
problem-not-by-category = Kết quả phân tổ chỉ có ở các định dạng json, csv, xlsx, ods và parquet, và không so sánh với đợt khác. Vui lòng chọn một trong các định dạng đó và bỏ tham số compare.
problem-waves-needed = Chưa nêu đợt khảo sát nào. Vui lòng thêm tham số wave, có thể lặp lại: ?wave=a&wave=b.
problem-too-many-waves = Một tệp chứa nhiều nhất { $most } đợt khảo sát.
problem-one-wave-only = Định dạng này chỉ dành cho một đợt khảo sát. Với nhiều đợt, vui lòng chọn csv, parquet, json, jsonstat, sdmx, xlsx hoặc ods.
problem-too-many-rows = Tệp sẽ có { $rows } dòng, trong khi bảng tính chứa nhiều nhất { $most } dòng. Vui lòng chọn ít đợt hơn, một đơn vị hoặc một chỉ số, hoặc tải csv, parquet hay json.
problem-same-period = Hai đợt { $one } và { $other } có cùng bộ phiếu và cùng kỳ nên SDMX không phân biệt được. Vui lòng tải riêng từng đợt, hoặc chọn csv hay json.
results-several = Tải nhiều đợt trong một tệp
results-several-waves = Các đợt khảo sát
results-several-text = Bảng số liệu đầy đủ của các đợt được chọn, xếp theo kỳ; mỗi dòng ghi rõ thuộc đợt nào.
