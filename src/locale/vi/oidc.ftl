### Đăng nhập qua nhà cung cấp OpenID Connect.

staff-oidc-sign-in = Đăng nhập bằng { $provider }
staff-oidc-title = Đăng nhập bằng { $provider }
staff-oidc-text = Liên kết tài khoản một lần; từ đó Ông/Bà có thể đăng nhập ở đó thay cho mật khẩu ở đây.
staff-oidc-link = Liên kết tài khoản của tôi
staff-oidc-not = Không liên kết
staff-oidc-confirm = { $provider } cho biết Ông/Bà là:
staff-oidc-linked = Tài khoản đã được liên kết với { $name }.
staff-oidc-unlink = Bỏ liên kết
staff-done-noi-oidc = Đã liên kết tài khoản. Từ nay Ông/Bà có thể đăng nhập ở đó.
staff-done-bo-oidc = Đã bỏ liên kết.
staff-action-identity-linked = Liên kết cách đăng nhập khác
staff-action-identity-unlinked = Bỏ cách đăng nhập khác
title-oidc-down = Dịch vụ kia không trả lời
problem-oidc-down = Dịch vụ mà Ông/Bà muốn dùng để đăng nhập không trả lời đúng. Xin thử lại sau một phút, hoặc đăng nhập bằng mật khẩu ở đây.
title-oidc-again = Xin bắt đầu lại
problem-oidc-again = Việc đăng nhập kéo dài quá lâu, đã được dùng rồi, hoặc bắt đầu từ trình duyệt khác. Xin bắt đầu lại từ trang đăng nhập.
title-oidc-denied = Chưa đăng nhập
problem-oidc-denied = Dịch vụ kia không cho Ông/Bà đăng nhập, hoặc Ông/Bà đã từ chối.
title-oidc-not-believed = Chưa đăng nhập
problem-oidc-not-believed = Không xác minh được điều dịch vụ kia nói về Ông/Bà. Xin bắt đầu lại; nếu vẫn lỗi, xin báo quản trị viên.
title-oidc-unknown-account = Chưa có tài khoản nào được liên kết
problem-oidc-unknown-account = Chưa có tài khoản nào ở đây liên kết với Ông/Bà. Xin đăng nhập bằng mật khẩu và liên kết tại mục “Tài khoản của tôi”; nếu chưa có tài khoản, xin hỏi quản trị viên.
title-oidc-taken = Đã liên kết với tài khoản khác
problem-oidc-taken = Một tài khoản khác đã liên kết với danh tính này. Xin bỏ liên kết đó trước.
