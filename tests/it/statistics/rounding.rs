use hailong::domain::statistics::rounding::{format_half_up, round_half_up};

#[test]
fn halves_of_the_decimal_text_go_away_from_zero() {
    for (value, decimals, expected) in [
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (-1.587_943_1, 2, "-1.59"),
        (0.05, 1, "0.1"),
        (9.995, 2, "10.00"),
        (-9.995, 2, "-10.00"),
        (99.5, 0, "100"),
        (0.5, 0, "1"),
        (-0.5, 0, "-1"),
        (0.499_999_999_999_999_94, 0, "0"),
        (-0.001, 2, "0.00"),
        (-0.0, 1, "0.0"),
        (-0.4, 0, "0"),
        (0.125, 2, "0.13"),
        (2.0, 2, "2.00"),
        (80.0, 0, "80"),
        (1e-7, 3, "0.000"),
        (6e-7, 6, "0.000001"),
        (1e21, 1, "1000000000000000000000.0"),
        (1.5e-310, 2, "0.00"),
        (123_456.789, 1, "123456.8"),
        // The sum is 0.30000000000000004; nothing of that shows.
        (0.1 + 0.2, 2, "0.30"),
    ] {
        assert_eq!(format_half_up(value, decimals), expected, "{value} at {decimals}");
    }
}

#[test]
fn numbers_and_nonsense() {
    assert_eq!(round_half_up(2.675, 2), 2.68);
    assert_eq!(round_half_up(-9.995, 2), -10.0);
    assert_eq!(round_half_up(7.0, 0), 7.0);
    assert!(round_half_up(-0.001, 2).is_sign_positive());
    assert!(round_half_up(f64::NAN, 2).is_nan());
    assert_eq!(round_half_up(f64::INFINITY, 2), f64::INFINITY);
    assert_eq!(format_half_up(f64::NEG_INFINITY, 2), "-inf");
}
