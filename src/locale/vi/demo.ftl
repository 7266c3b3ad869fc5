# Bản dùng thử (hailong demo).
demo-desk-name = Bộ phận Một cửa { $commune }
demo-wave-title = { $title } (bản dùng thử, dữ liệu giả định)
demo-ready = Hài lòng đang chạy bản dùng thử. Mọi câu trả lời có sẵn đều là dữ liệu giả định.
demo-answer = Trả lời phiếu một cửa (mở trên điện thoại cùng mạng)
demo-answer-sipas = Trả lời phiếu SIPAS
demo-results = Xem kết quả đã công bố
demo-download = Tải bảng chỉ số (Excel)
demo-command-results = Lấy bảng chỉ số bằng dòng lệnh
demo-command-verify = Tính lại từng con số của tệp đã tải
demo-command-seal = Niêm phong các phiếu đang chờ và công bố
demo-command-token = Cấp mã truy cập cho cán bộ
