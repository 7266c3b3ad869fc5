# Vì sao hai đợt không được so sánh.
compare-other-instrument = Không so sánh: hai đợt dùng hai bộ phiếu không tương đương.
compare-other-mode = Không so sánh: một đợt lấy ý kiến tự nguyện tại quầy, đợt kia điều tra chọn mẫu.
compare-other-settings = Không so sánh: cách tính chỉ số của hai đợt được thiết lập khác nhau.
