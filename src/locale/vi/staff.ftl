### Các trang quản trị: đăng nhập, tài khoản, quyền, nhật ký.

## Chung

staff-site = Quản trị
staff-places = Các mục quản trị
staff-footer = Việc làm ở các trang này được ghi vào nhật ký. Không có gì về người trả lời phiếu được ghi lại.
staff-sign-out = Đăng xuất
staff-go-on = Tiếp tục
staff-wrong-window = Cần xem lại –
staff-wrong-title = Chưa thực hiện được. Xin xem lại:
staff-message-home = Về trang quản trị
staff-wait = Đã thử sai nhiều lần. Xin đợi { $wait } rồi thử lại. Trình duyệt mà Ông/Bà đã từng đăng nhập không phải đợi vì người khác thử sai.
staff-wait-seconds = { $count } giây
staff-wait-minutes = { $count } phút
staff-wait-hours = { $count } giờ

## Các mục

staff-home-title = Trang quản trị
staff-home-add-factor = Mật khẩu có thể bị lộ. Nên thêm lớp xác thực thứ hai trên điện thoại:
staff-place-accounts = Tài khoản
staff-place-accounts-about = Thêm người, giao và thu hồi vai trò, khóa tài khoản, cấp lại đường dẫn.
staff-place-audit = Nhật ký
staff-place-audit-about = Ai đã làm gì, vào lúc nào. Không thể sửa hay xóa.
staff-place-tokens = Mã truy cập
staff-place-tokens-about = Mã để chương trình khác lấy số liệu thay Ông/Bà, có thời hạn và phạm vi.
staff-place-own = Tài khoản của tôi
staff-place-own-about = Mật khẩu, xác thực hai lớp, các phiên đăng nhập.

## Đăng nhập

staff-sign-in = Đăng nhập
staff-sign-in-help = Quên mật khẩu hoặc chưa có tài khoản? Xin hỏi người quản trị hệ thống của đơn vị để nhận đường dẫn thiết lập.
staff-wrong = Tên đăng nhập hoặc mật khẩu không đúng.
staff-wrong-code = Mã không đúng hoặc đã được dùng. Xin nhập mã đang hiện trên ứng dụng.
staff-wrong-password = Mật khẩu hiện tại không đúng.
staff-code-title = Mã xác thực
staff-code-text = Nhập mã 6 chữ số đang hiện trên ứng dụng xác thực của Ông/Bà.
staff-code-help = Không có điện thoại bên mình? Nhập một mã dự phòng. Mất cả hai? Xin hỏi người quản trị hệ thống của đơn vị.
staff-code-other = Đăng nhập bằng tài khoản khác

## Các ô

staff-field-name = Tên đăng nhập
staff-field-password = Mật khẩu
staff-field-code = Mã xác thực
staff-field-new = Mật khẩu mới
staff-field-again = Nhập lại mật khẩu mới
staff-field-old = Mật khẩu hiện tại
staff-field-account-name = Tên đăng nhập
staff-field-full-name = Họ và tên
staff-field-unit = Đơn vị (mã hoặc tên)
staff-field-token-name = Dùng cho việc gì
staff-field-actor = Người làm
staff-field-action = Việc
staff-field-subject = Đối tượng
staff-field-from = Từ ngày
staff-field-until = Đến ngày

## Thiết lập tài khoản

staff-set-up = Thiết lập tài khoản
staff-set-up-text = Xin chào { $name }. Hãy chọn mật khẩu của riêng Ông/Bà. Đường dẫn này chỉ dùng được một lần.
staff-set-up-send = Đặt mật khẩu

## Mật khẩu

staff-password-title = Đổi mật khẩu
staff-password-send = Đổi mật khẩu
staff-password-rules = Ít nhất 15 ký tự, ví dụ một câu dễ nhớ, được dùng dấu cách và chữ có dấu. Từ 8 đến 14 ký tự cũng được, nhưng khi đó phải thêm lớp xác thực thứ hai.
staff-password-short = Mật khẩu cần ít nhất 8 ký tự.
staff-password-long = Mật khẩu có nhiều nhất 256 ký tự.
staff-password-common = Mật khẩu này nằm trong số những mật khẩu hay bị đoán trúng nhất. Xin chọn mật khẩu khác.
staff-password-monotonous = Mật khẩu cần ít nhất 5 ký tự khác nhau.
staff-password-name = Mật khẩu không được là tên của Ông/Bà hay tên của hệ thống.
staff-password-differs = Hai lần nhập không giống nhau.

## Xác thực hai lớp

staff-factor-name = Xác thực hai lớp
staff-factor-title = Thêm lớp xác thực thứ hai
staff-factor-must = Mật khẩu của Ông/Bà ngắn hơn 15 ký tự, nên cần thêm lớp xác thực thứ hai trước khi dùng các trang khác.
staff-factor-on = Đang bật: mỗi lần đăng nhập cần thêm mã trên điện thoại.
staff-factor-off = Chưa bật. Khi bật, người biết mật khẩu của Ông/Bà vẫn không đăng nhập được nếu không có điện thoại của Ông/Bà.
staff-factor-needed = Mật khẩu ngắn hơn 15 ký tự, nên không thể tắt. Muốn tắt, xin đổi sang mật khẩu dài hơn trước.
staff-factor-remove = Tắt xác thực hai lớp
staff-factor-app = Cài một ứng dụng xác thực trên điện thoại, ví dụ FreeOTP, Aegis, Google Authenticator hoặc Microsoft Authenticator.
staff-factor-scan = Mở ứng dụng và quét hình này.
staff-factor-qr = Mã QR để quét bằng ứng dụng xác thực; khóa viết bằng chữ ở ngay bên dưới
staff-factor-type = Không quét được? Nhập khóa này vào ứng dụng:
staff-factor-prove = Nhập mã 6 chữ số mà ứng dụng hiện ra.
staff-factor-send = Bật xác thực hai lớp
staff-codes-title = Mã dự phòng
staff-codes-done = Đã bật xác thực hai lớp và tạo mã dự phòng mới.
staff-codes-text = Mỗi mã dùng được một lần thay cho điện thoại. In ra hoặc chép lại và cất ở nơi an toàn. Các mã này chỉ hiện lần này; mã cũ, nếu có, không còn giá trị.
staff-codes-kept = Tôi đã cất các mã
staff-codes-left = Còn { $count } mã dự phòng.
staff-codes-new = Tạo mã dự phòng mới

## Phiên đăng nhập

staff-sessions = Các phiên đăng nhập
staff-sessions-text = Nếu thấy phiên không phải của mình, hãy kết thúc phiên đó và đổi mật khẩu. Phiên tự kết thúc sau 1 giờ không dùng và sau 12 giờ.
staff-session-begun = Bắt đầu
staff-session-seen = Dùng gần nhất
staff-session-this = Phiên này
staff-session-end = Kết thúc
staff-sessions-end = Kết thúc mọi phiên khác

## Mã truy cập

staff-tokens = Mã truy cập của tôi
staff-token-text = Chương trình dùng mã này trong đầu đề Authorization: Bearer. Mã không bao giờ làm được nhiều hơn chính Ông/Bà, và mất giá trị khi tài khoản của Ông/Bà bị khóa.
staff-token-made = Đã tạo mã, dùng được đến hết ngày { $expires }. Mã chỉ hiện lần này:
staff-token-new = Tạo mã mới
staff-token-name-hint = Ví dụ: Báo cáo quý của Sở Nội vụ
staff-token-name-taken = Ông/Bà đã có mã tên này. Xin chọn tên khác.
staff-token-unit-hint = Để trống: mọi đơn vị trong phạm vi của Ông/Bà. Ví dụ 02020: xã đó và các quầy của xã.
staff-token-rights = Quyền
staff-token-place = Phạm vi
staff-token-my-units = Phạm vi của tôi
staff-token-life = Thời hạn
staff-token-days = { $days } ngày
staff-token-expires = Ngày cuối
staff-token-no-right = Xin chọn ít nhất một quyền và một thời hạn.
staff-token-send = Tạo mã
staff-token-revoke = Thu hồi

## Vai trò và quyền

staff-roles = Vai trò
staff-roles-own = Vai trò của Ông/Bà
staff-role = Vai trò
staff-role-at = { $role } tại { $unit } ({ $code })
staff-role-everywhere = { $role } trên toàn hệ thống
staff-role-viewer = Người xem
staff-role-viewer-about = Xem kết quả chưa công khai.
staff-role-clerk = Cán bộ một cửa
staff-role-clerk-about = Mở máy tại quầy, phát mã lượt. Không xem kết quả.
staff-role-manager = Người phụ trách khảo sát
staff-role-manager-about = Mở và đóng đợt khảo sát, nhập số liệu, giao nhiệm vụ, quản lý máy tại quầy, xem và tải kết quả.
staff-role-analyst = Người phân tích
staff-role-analyst-about = Xem và tải kết quả, tạo mã truy cập cho chương trình.
staff-role-auditor = Người kiểm tra
staff-role-auditor-about = Xem nhật ký và các lô phiếu, quyết định về lô bị nghi ngờ. Không xem kết quả.
staff-role-administrator = Quản trị viên
staff-role-administrator-about = Quản lý tài khoản và làm được mọi việc khác.
staff-right-see_results = xem kết quả chưa công khai
staff-right-download = tải kết quả
staff-right-see_batches = xem các lô phiếu
staff-right-unlock_kiosk = mở máy tại quầy
staff-right-issue_tickets = phát mã lượt
staff-right-manage_devices = quản lý máy tại quầy
staff-right-manage_waves = quản lý đợt khảo sát
staff-right-import = nhập số liệu
staff-right-manage_tasks = giao nhiệm vụ
staff-right-decide_quarantine = quyết định về lô bị nghi ngờ
staff-right-erase_waves = xóa hẳn đợt khảo sát đã đóng
staff-right-read_audit = xem nhật ký
staff-right-make_tokens = tạo mã truy cập
staff-right-manage_accounts = quản lý tài khoản

## Tài khoản

staff-accounts-list = Các tài khoản trong phạm vi của Ông/Bà
staff-account-title = Tài khoản
staff-account-state = Trạng thái
staff-account-disabled = Đã khóa
staff-account-waiting = Chưa thiết lập
staff-account-one-factor = Chỉ có mật khẩu
staff-account-two-factors = Xác thực hai lớp
staff-account-new = Thêm tài khoản
staff-account-new-text = Hệ thống tạo một đường dẫn dùng một lần. Hãy đưa tận tay cho chủ tài khoản; người đó tự chọn mật khẩu.
staff-account-name-hint = Chữ thường không dấu, chữ số và . _ @ -, ví dụ địa chỉ thư công vụ.
staff-unit-hint = Vai trò có hiệu lực tại đơn vị này và mọi đơn vị bên dưới. Ví dụ 19 là một tỉnh, 02020 là một xã. Để trống: toàn hệ thống.
staff-account-add = Thêm tài khoản
staff-role-take = Thu hồi
staff-role-give-title = Giao thêm vai trò
staff-role-give-text = Các phiên đăng nhập của người này sẽ kết thúc; vai trò mới có hiệu lực khi đăng nhập lại.
staff-role-give = Giao vai trò
staff-link-title = Đường dẫn thiết lập
staff-link-about = Dùng khi chủ tài khoản chưa thiết lập hoặc quên mật khẩu. Đường dẫn dùng được một lần, trong 3 ngày; đường dẫn cũ mất giá trị.
staff-link-make = Tạo đường dẫn
staff-link-without-factor = Mất điện thoại: tắt xác thực hai lớp và tạo đường dẫn
staff-link-text = Đưa tận tay đường dẫn này cho chủ tài khoản { $name }. Ai mở trước thì người đó đặt mật khẩu. Đường dẫn chỉ hiện lần này.
staff-link-back = Về trang tài khoản
staff-account-disable = Khóa tài khoản
staff-account-disable-text = Không ai đăng nhập được nữa; các phiên kết thúc ngay và các mã truy cập mất giá trị.
staff-account-enable = Mở khóa tài khoản
staff-account-enable-text = Tài khoản dùng lại được với mật khẩu và vai trò cũ.
staff-refused-bad-name = Tên đăng nhập có 2 đến 64 ký tự: chữ thường không dấu, chữ số và . _ @ -, bắt đầu bằng chữ hoặc số.
staff-refused-bad-full-name = Tên có 1 đến 200 ký tự.
staff-refused-name-taken = Đã có tài khoản mang tên này.
staff-refused-unknown-account-unit = Hiện không có đơn vị nào mang mã hoặc tên này; nếu nhiều đơn vị cùng tên thì xin ghi mã.
staff-refused-no-role = Xin chọn một vai trò.
staff-done-mat-khau = Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc.
staff-done-phien = Đã kết thúc phiên.
staff-done-bo-xac-thuc = Đã tắt xác thực hai lớp.
staff-done-can-xac-thuc = Không thể tắt xác thực hai lớp khi mật khẩu ngắn hơn 15 ký tự.
staff-done-bo-ma = Mã truy cập không còn giá trị.
staff-done-give = Đã giao vai trò.
staff-done-take = Đã thu hồi vai trò.
staff-done-disable = Đã khóa tài khoản.
staff-done-enable = Đã mở khóa tài khoản.

## Nhật ký

staff-audit-text = Mỗi dòng mang mã băm của dòng trước, nên không thể sửa, xóa hay chèn mà không bị phát hiện (hailong audit verify). Không có gì về người trả lời phiếu.
staff-audit-any = Mọi việc
staff-audit-filter = Lọc
staff-audit-none = Không có dòng nào như vậy.
staff-audit-number = Số
staff-audit-at = Lúc
staff-audit-unit = Đơn vị
staff-audit-details = Chi tiết
staff-audit-hash = Mã băm
staff-audit-older = Các dòng cũ hơn
staff-audit-csv = Tải về CSV
staff-audit-json = Tải về JSON
staff-action-account-added = Thêm tài khoản
staff-action-account-set-up = Thiết lập tài khoản
staff-action-account-disabled = Khóa tài khoản
staff-action-account-enabled = Mở khóa tài khoản
staff-action-link-made = Tạo đường dẫn thiết lập
staff-action-role-given = Giao vai trò
staff-action-role-taken = Thu hồi vai trò
staff-action-signed-in = Đăng nhập
staff-action-signed-out = Đăng xuất
staff-action-guesses-slowed = Làm chậm việc đoán mật khẩu
staff-action-sessions-ended = Kết thúc phiên đăng nhập
staff-action-password-changed = Đổi mật khẩu
staff-action-second-factor-added = Bật xác thực hai lớp
staff-action-second-factor-removed = Tắt xác thực hai lớp
staff-action-recovery-codes-made = Tạo mã dự phòng
staff-action-recovery-code-used = Dùng mã dự phòng
staff-action-token-made = Tạo mã truy cập
staff-action-token-revoked = Thu hồi mã truy cập
staff-action-audit-exported = Tải nhật ký về
staff-action-tickets-issued = Phát hành mã lượt
staff-action-wave-created = Tạo đợt khảo sát
staff-action-wave-changed = Sửa đợt khảo sát
staff-action-wave-opened = Mở đợt khảo sát
staff-action-wave-closed = Đóng đợt khảo sát
staff-action-wave-extended = Thêm đơn vị vào đợt khảo sát
staff-action-wave-published = Công khai kết quả của đợt khảo sát
staff-action-wave-hidden = Thôi công khai kết quả của đợt khảo sát

## Sự cố

status-429 = Thử lại quá nhiều lần
heading-right-needed = Ông/Bà không có quyền này
problem-right-needed = Cần quyền “{ $right }” tại đơn vị này.
staff-advice-right-needed = Nếu công việc cần đến, xin hỏi quản trị viên của đơn vị.
heading-form-expired = Trang đã cũ
problem-form-expired = Biểu mẫu được mở trước lần đăng nhập này nên không được nhận.
staff-advice-form-expired = Hãy tải lại trang và thử lần nữa.
heading-link-gone = Đường dẫn không còn giá trị
problem-link-gone = Đường dẫn này đã được dùng, đã được thay bằng đường dẫn khác hoặc đã quá 3 ngày.
staff-advice-link-gone = Xin hỏi quản trị viên của đơn vị để nhận đường dẫn mới.
problem-unknown-account = Không có tài khoản nào như vậy trong phạm vi của Ông/Bà.
problem-name-taken = Đã có tài khoản mang tên này.
problem-last-role = Tài khoản phải còn ít nhất một vai trò; nếu không dùng nữa, hãy khóa tài khoản.
problem-yourself = Không thể khóa tài khoản hay thu hồi vai trò của chính mình.
problem-bad-name = Tên đăng nhập có 2 đến 64 ký tự: chữ thường không dấu, chữ số và . _ @ -, bắt đầu bằng chữ hoặc số.
problem-bad-full-name = Họ và tên có 1 đến 200 ký tự.
problem-unknown-account-unit = Hiện không có đơn vị nào mang mã hoặc tên này; nếu nhiều đơn vị cùng tên thì xin ghi mã.
problem-unknown-account-role = Tài khoản không có vai trò này.
title-bad-name = Yêu cầu chưa hợp lệ
title-bad-full-name = Yêu cầu chưa hợp lệ
title-unknown-account-unit = Yêu cầu chưa hợp lệ
title-name-taken = Không thực hiện được
title-last-role = Không thực hiện được
title-yourself = Không thực hiện được

## Chi tiết trong nhật ký

staff-audit-detail-role = vai trò
staff-audit-detail-rights = quyền
staff-audit-detail-expires = đến hết ngày
staff-audit-detail-count = số lượng
staff-audit-detail-units = đơn vị
staff-audit-detail-due = hạn
staff-audit-detail-status = tình trạng
staff-audit-detail-wave = đợt
staff-audit-detail-node = chỉ số
staff-audit-detail-kind = loại
staff-audit-detail-rows = số dòng
staff-audit-detail-publication = công bố
staff-audit-detail-period = kỳ
staff-audit-detail-title = tên
staff-audit-detail-closes-on = ngày cuối nhận phiếu
staff-audit-detail-languages = ngôn ngữ
staff-audit-detail-earlier = so sánh với
staff-audit-detail-k = số phiếu tối thiểu
staff-audit-detail-why = lý do
staff-audit-detail-signs = dấu hiệu
staff-audit-detail-batch = lô
staff-audit-detail-entries = số dòng nhật ký
staff-audit-detail-failures = số lần sai
staff-audit-detail-pooled = được gộp
staff-audit-detail-key = khóa
staff-audit-detail-instrument = bộ câu hỏi
