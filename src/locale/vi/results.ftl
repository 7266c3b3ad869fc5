# Vì sao hai đợt không được so sánh.
compare-other-instrument = Không so sánh: hai đợt dùng hai bộ phiếu không tương đương.
compare-other-mode = Không so sánh: một đợt lấy ý kiến tự nguyện tại quầy, đợt kia điều tra chọn mẫu.
compare-other-settings = Không so sánh: cách tính chỉ số của hai đợt được thiết lập khác nhau.

category-channel = Cách trả lời
category-kiosk = Máy tại nơi tiếp nhận
category-own = Thiết bị của người dân
category-file = Nhập từ tệp
category-no-answer = Không trả lời

results-waiting-groups = Chưa đủ người trong mỗi nhóm. Số liệu theo nhóm chỉ được công bố khi mọi nhóm có ít nhất { $k } người, để không ai có thể suy ra câu trả lời của một vài người bằng cách lấy hiệu các số liệu.
results-filtered = Câu hỏi này chỉ hỏi một số người nên không được chia theo nhóm.
results-not-at-level = Xã, phường và quầy không có số liệu theo nhóm: ở nơi ít người, một nhóm nhỏ rất dễ bị nhận ra. Vui lòng xem ở cấp tỉnh hoặc cả nước.
short-waiting-groups = chưa đủ người trong mỗi nhóm
short-filtered = chỉ hỏi một số người
short-not-at-level = không chia theo nhóm ở cấp này

results-by = Theo: { $name }
results-by-text = Các nhóm được cộng từ những lô phiếu mà mọi nhóm đều đủ người ({ $batches } trên { $all } lô), nên số người có thể ít hơn số liệu chung.
results-by-category = Nhóm
results-by-all = Xem mọi chỉ số theo nhóm này
results-by-less = Chỉ xem các chỉ số chính
results-by-files = Tải về số liệu theo nhóm:
