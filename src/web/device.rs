//! Kiosks show the token they were set up with. A response itself carries nothing of the device.

use std::future::{Ready, ready};
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};

use super::principal::bearer;
use super::problem::Problem;
use super::state::AppState;
use crate::identity::secret::secret_hash;
use crate::sealing::today_in_viet_nam;
use crate::store::devices::{self, Device};

/// The device whose token came along.
///
/// # Errors
/// 401 without a token, and with one that has expired or was taken away.
pub(super) async fn find(request: &HttpRequest, state: &AppState) -> Result<Device, Problem> {
    let token = bearer(request).ok_or_else(Problem::device_needed)?;
    let (hash, today) = (secret_hash(&token), today_in_viet_nam());
    let device = state.db(move |connection| devices::find(connection, &hash, today)).await?;
    device.ok_or_else(Problem::device_needed)
}

/// A kiosk, let in by the route's door.
pub(super) struct Kiosk(pub Rc<Device>);

impl FromRequest for Kiosk {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = request.extensions().get::<Rc<Device>>().cloned();
        ready(found.map(Self).ok_or_else(Problem::device_needed))
    }
}
