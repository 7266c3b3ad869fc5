//! Hài lòng
