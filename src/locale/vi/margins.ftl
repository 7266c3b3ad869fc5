### Số dân đã biết theo từng nhóm, để hiệu chỉnh quyền số của điều tra chọn mẫu.

staff-field-margins = Hiệu chỉnh quyền số theo
staff-wave-margins-hint = Chỉ dành cho điều tra chọn mẫu có thiết kế: nhiều nhất sáu câu hỏi về người trả lời mà đã biết số dân theo từng câu trả lời, chẳng hạn từ tổng điều tra dân số. Số dân được nhập bằng tệp trước khi đóng đợt.
staff-wave-no-margins = Không hiệu chỉnh
violation-wave-margin = { $found } không dùng để hiệu chỉnh quyền số được, hoặc có hai lần. Xin chọn câu hỏi một lựa chọn mà ai cũng được hỏi.
violation-wave-margins = Hiệu chỉnh theo nhiều nhất sáu câu hỏi.
violation-wave-margins-sample = Chỉ điều tra chọn mẫu không dùng phong bì mới hiệu chỉnh quyền số được.
violation-margins-not-imported = Đợt này hiệu chỉnh quyền số theo số dân, nhưng chưa có số dân nào. Xin nhập tệp số dân trước; đợt vẫn mở.
violation-margins-uncovered = Có câu trả lời của đơn vị { $found }, nhưng không có số dân của đơn vị này hay của đơn vị cấp trên. Xin nhập lại toàn bộ số dân; đợt vẫn mở.
violation-margins-incomplete = Chưa biết có bao nhiêu người: { $found }. Xin nhập lại toàn bộ số dân; đợt vẫn mở.
violation-margins-nobody = Có dân thuộc nhóm này nhưng trong mẫu không có ai: { $found }. Đợt vẫn mở.
violation-margins-somebody = Trong mẫu có người thuộc nhóm mà theo số dân thì không có ai: { $found }. Xin sửa số dân; đợt vẫn mở.
violation-margins-other-sum = Tổng số dân khác với tổng theo câu hỏi đầu tiên: { $found }. Xin sửa số dân; đợt vẫn mở.
violation-margins-dominated = Một vài người sẽ quyết định số liệu của đơn vị { $found }, và có thể suy ra câu trả lời của họ. Hãy sửa số dân, hoặc lập đợt với ít câu hỏi hiệu chỉnh hơn hay câu hỏi thô hơn; đợt vẫn mở.
violation-margins-apart = Không có quyền số nào khớp với mọi số dân cùng lúc; trong mẫu có quá ít người ở: { $found }. Đợt vẫn mở.
staff-import-kind-margins = Số dân theo từng câu trả lời, để hiệu chỉnh quyền số
staff-import-stored-margins = Số dân đã được lưu. Khi đóng đợt, quyền số của mẫu được hiệu chỉnh theo số dân này; sau đó không sửa được nữa.
staff-import-margins-new = Số dân lần đầu có
staff-import-margins-changed = Số dân thay đổi
problem-import-margins-none = Đợt { $wave } không hiệu chỉnh quyền số: các câu hỏi để hiệu chỉnh được chọn khi lập đợt điều tra chọn mẫu. Chưa lưu gì.
problem-import-margins-closed = Đợt { $wave } đã đóng và quyền số đã được hiệu chỉnh lúc đóng. Không sửa số dân được nữa; chưa lưu gì.
mistake-no-margin = đợt không hiệu chỉnh theo “{ $found }”; các câu hỏi là { $items }
mistake-not-counted = “{ $found }” được tính là không trả lời nên không dùng để chia số dân; xin bỏ dòng này. Các mã là { $codes }
mistake-second-answer = “{ $found }” đã có ở dòng { $first }
mistake-margin-missing = đơn vị chưa có số dân theo { $item }
mistake-answers-missing = đơn vị chưa có số dân của các câu trả lời này cho { $item }: { $codes }
mistake-margin-nobody = theo { $item } thì đơn vị không có người dân nào
mistake-margin-sums = theo { $item } có { $sum } người, theo { $first } có { $known } người; cả hai đều phải là toàn bộ dân của đơn vị
mistake-margin-below = “{ $found }” thuộc { $above }, là đơn vị đã có số dân riêng: người dân sẽ bị tính hai lần
mistake-margin-uncovered = đơn vị { $unit } tham gia đợt nhưng không có số dân của đơn vị này hay của đơn vị cấp trên
raking-published = Quyền số được hiệu chỉnh theo số dân đã biết của { $units } đơn vị, theo: { $margins }. Mỗi quyền số được nhân từ { $smallest } đến { $greatest } lần so với hệ số trung bình; hiệu ứng thiết kế của quyền số (Kish) từ { $before } thành { $after }{ $units ->
        [1] {""}
       *[other] {" "}ở đơn vị có hiệu ứng lớn nhất
    }.
export-method-raking = Hiệu chỉnh quyền số
export-method-raked = Quyền số được hiệu chỉnh (raking, lặp theo tỷ lệ) cho đến khi mẫu có đúng số dân đã biết theo từng câu hỏi hiệu chỉnh. Người không trả lời một câu hỏi hiệu chỉnh giữ nguyên tỷ lệ mà những người như vậy có trong mẫu. Sai số chuẩn dựa trên phần dư của phép hiệu chỉnh theo quyền số ban đầu (Deville và Särndal 1992), như survey::calibrate của R; phần mà số dân đã giải thích không bị coi là bất định. Chỉ các số liệu chia theo nhóm có sai số chuẩn chưa tính đến việc hiệu chỉnh.
