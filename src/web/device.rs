//! Kiosks show the token they were set up with. A response itself carries nothing of the device.

use actix_web::HttpRequest;

use super::problem::Problem;
use super::staff::{bearer, token_hash};
use super::state::AppState;
use crate::sealing::today_in_viet_nam;
use crate::store::devices::{self, Device};

/// The device whose token came along.
///
/// # Errors
/// 401 without a token, and with one that has expired or was taken away.
pub(super) async fn of(request: &HttpRequest, state: &AppState) -> Result<Device, Problem> {
    let token = bearer(request).ok_or_else(Problem::device_needed)?;
    let (hash, today) = (token_hash(token), today_in_viet_nam());
    let device = state.db(move |connection| devices::find(connection, &hash, today)).await?;
    device.ok_or_else(Problem::device_needed)
}
