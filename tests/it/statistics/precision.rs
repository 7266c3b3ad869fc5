use hailong::domain::statistics::interval::{Interval, share_interval};
use hailong::domain::statistics::precision::{
    Precision, can_be_ranked, precision_of_mean, precision_of_share,
};

fn between(low: f64, high: f64) -> Interval {
    Interval { low, high, level: 0.95 }
}

#[test]
fn thresholds_of_a_share() {
    let judge = |p, n, n_eff, interval: Interval, df| precision_of_share(p, n, n_eff, &interval, df);
    let fine = between(0.45, 0.55);
    assert_eq!(judge(0.5, 200.0, 150.0, fine, None), Precision::Reliable);
    assert_eq!(judge(0.5, 200.0, 29.9, fine, None), Precision::NotReliable);
    // Effective answers never count as more than there are.
    assert_eq!(judge(0.5, 29.0, 90.0, fine, None), Precision::NotReliable);
    assert_eq!(judge(0.5, f64::NAN, 90.0, fine, None), Precision::NotReliable);
    assert_eq!(judge(0.5, 200.0, f64::NAN, fine, None), Precision::NotReliable);
    assert_eq!(judge(0.5, 200.0, 150.0, between(0.4, f64::NAN), None), Precision::NotReliable);
    // Absolute width: not reliable from 0.30 on.
    assert_eq!(judge(0.5, 200.0, 200.0, between(0.35, 0.64), None), Precision::Reliable);
    assert_eq!(judge(0.5, 200.0, 200.0, between(0.25, 0.75), None), Precision::NotReliable);
    // Relative width above 130 % matters only when the interval is wider than 0.05.
    assert_eq!(judge(0.03, 200.0, 200.0, between(0.01, 0.061), None), Precision::NotReliable);
    assert_eq!(judge(0.03, 200.0, 200.0, between(0.01, 0.059), None), Precision::Reliable);
    assert_eq!(judge(0.10, 200.0, 200.0, between(0.05, 0.175), None), Precision::Reliable);
    // Degrees of freedom.
    assert_eq!(judge(0.5, 200.0, 150.0, fine, Some(7.9)), Precision::Review);
    assert_eq!(judge(0.5, 200.0, 150.0, fine, Some(8.0)), Precision::Reliable);
    assert_eq!(judge(0.5, 200.0, 20.0, fine, Some(3.0)), Precision::NotReliable);
}

#[test]
fn unanimous_shares_are_reviewed() {
    for p in [0.0, 1.0] {
        let judge = |n| {
            let share = share_interval(p, n, None, 0.95);
            precision_of_share(p, n, share.n_eff, &share.interval, share.df)
        };
        assert_eq!(judge(30.0), Precision::Review);
        assert_eq!(judge(29.0), Precision::NotReliable);
    }
}

#[test]
fn thresholds_of_a_mean() {
    assert_eq!(precision_of_mean(30.0, None), Precision::Reliable);
    assert_eq!(precision_of_mean(29.0, Some(20.0)), Precision::NotReliable);
    assert_eq!(precision_of_mean(500.0, Some(1.0)), Precision::NotReliable);
    assert_eq!(precision_of_mean(500.0, Some(2.0)), Precision::Review);
    assert_eq!(precision_of_mean(500.0, Some(8.0)), Precision::Reliable);
    assert!(can_be_ranked(30.0, Some(2.0)) && !can_be_ranked(30.0, Some(1.9)) && !can_be_ranked(29.0, None));
}

#[test]
fn names_in_files() {
    let names = [Precision::Reliable, Precision::Review, Precision::NotReliable]
        .map(|state| serde_json::to_string(&state).unwrap());
    assert_eq!(names, ["\"reliable\"", "\"review\"", "\"not_reliable\""]);
}
