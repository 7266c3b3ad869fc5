### Đợt gộp: kết quả cả năm lấy từ các quý đã công bố.

pooled-from = Kết quả gộp từ { $count } đợt đã công bố: { $waves }. Phiếu của mọi đợt được cộng lại rồi mới tính điểm, không lấy trung bình điểm của các đợt.
pooled-missing = Chưa có kết quả của: { $periods }. Số liệu vì vậy chưa đủ cả kỳ.
pooled-partial = Không có kết quả ở mọi đợt: { $units }{ $more ->
    [0] { "" }
   *[other] ; và { $more } đơn vị khác
}.
compare-same-answers = Không so sánh: đợt này và đợt kia dựa trên cùng những phiếu trả lời.
results-not-pooled = Không có điểm của cả kỳ: có đợt thiếu điểm này, hoặc không biết số hồ sơ đã giải quyết của mọi đợt. Điểm các đợt không được lấy trung bình khi thiếu số hồ sơ.
short-not-pooled = không đủ để gộp
export-method-pooled = Gộp từ
export-method-pooled-publication = Công bố được gộp
export-disclosure-not-pooled = Điểm nạp vào của đơn vị không có ở mọi đợt được gộp, hoặc không biết số hồ sơ đã giải quyết của mọi đợt; điểm các đợt được tính trung bình theo số hồ sơ (Điều 15 Thông tư số 01/2018/TT-VPCP).
staff-wave-access-pooled = Không ai trả lời: gộp từ các đợt khác
staff-wave-pool = Gộp các quý thành năm
staff-wave-pool-text = Đợt gộp không hỏi ai. Kết quả được tính từ những gì các đợt đã công bố: cộng phiếu của các đợt rồi tính điểm, xếp loại như trong từng đợt. Điểm nạp từ tệp được tính trung bình theo số hồ sơ đã giải quyết. Khi một quý công bố thêm, kết quả cả năm tự tính lại vào lần chốt số sau.
staff-wave-pool-none = Chưa có đợt nào gộp được. Chỉ gộp được những đợt tự nguyện tại quầy đã mở.
staff-wave-pool-do = Gộp và công bố
staff-wave-pool-period-hint = Để trống: năm của đợt sớm nhất. Ví dụ 2026, hoặc 2026-H2 khi đơn vị đổi địa giới giữa năm.
staff-wave-pool-id-hint = Tên mới, ví dụ mot-cua-2026. Ghi tên một đợt gộp đã có để thêm quý vào đợt đó.
staff-wave-pooled-from = Gộp từ
staff-wave-pool-more = Thêm đợt vào
staff-done-gop-dot = Đã gộp và công bố kết quả.
staff-field-sources = Các đợt được gộp
violation-pool-none = Chọn ít nhất một đợt để gộp.
violation-pool-unknown = Không có đợt { $found }.
violation-pool-planned = Không gộp được { $found }: đợt này chưa mở lần nào.
violation-pool-sample = Không gộp được { $found }: đây là cuộc điều tra chọn mẫu, trọng số chỉ đúng cho kỳ của nó.
violation-pool-pooled = Không gộp được { $found }: đợt này đã là đợt gộp. Hãy chọn các đợt mà nó được gộp từ đó.
violation-pool-instrument = Không gộp được { $found }: đợt này dùng phiếu khác, hoặc phiên bản khác của phiếu.
violation-pool-settings = Không gộp được { $found }: cách tính của đợt này được thiết lập khác.
violation-pool-outside = Không gộp được { $found }: có ngày của đợt này nằm ngoài kỳ.
violation-pool-overlap = Không gộp được { $found }: thời gian của đợt này trùng với một đợt khác.
violation-pool-units = Không gộp được { $found }: có đơn vị của đợt này chưa có, hoặc thuộc nơi khác, vào ngày đầu của kỳ. Khi đổi địa giới, hãy gộp riêng các đợt trước và các đợt sau.
violation-pool-hidden = Kết quả của { $found } chỉ dành cho cán bộ, còn kết quả đợt gộp là công khai: lấy đợt gộp trừ các đợt khác sẽ lộ ra đợt này. Hãy công khai đợt này trước.
violation-pool-copy = Đợt gộp không sao chép được. Hãy gộp các đợt của kỳ sau.
violation-pool-part = Đợt { $found } được gộp từ đợt này. Hãy thôi công khai, hoặc xóa, đợt { $found } trước.
