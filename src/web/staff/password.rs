//! Choosing a password, on the page of a one-time link and on one's own.

use super::layout::{Input, StaffPage};
use crate::identity::password::NewPassword;
use crate::locale;
use crate::store::accounts::Account;
use crate::web::problem::Problem;
use crate::web::state::AppState;

/// The two fields of a new password.
pub(super) fn fields(page: &StaffPage) -> [Input; 2] {
    let new = page.input("new", "password").autocomplete("new-password").required();
    let again = page.input("again", "password").autocomplete("new-password").required();
    [new.hint(page.text("staff-password-rules")), again]
}

/// A password that was chosen, hashed; or the field and the key of the message that says what is wrong with it.
pub(super) async fn chosen(
    state: &AppState,
    account: &Account,
    (new, again): (&str, &str),
) -> Result<Result<(String, NewPassword), (&'static str, String)>, Problem> {
    let service = [locale::text("vi", "site-name"), locale::text("en", "site-name"), "hailong".to_owned()];
    let mut names: Vec<&str> = service.iter().map(String::as_str).collect();
    names.extend([account.name.as_str(), account.full_name.as_str()]);
    let checked = match NewPassword::check(new, &names) {
        Ok(checked) => checked,
        Err(weak) => return Ok(Err(("new", format!("staff-password-{}", weak.as_str())))),
    };
    if new != again {
        return Ok(Err(("again", "staff-password-differs".to_owned())));
    }
    let hashed = state.alone(move || {
        let phc = checked.hash().map_err(|fault| Problem::internal(&fault))?;
        Ok((phc, checked))
    });
    hashed.await.map(Ok)
}
