//! What a database server notes down that it should not, and which role this program is there.

use super::Findings;
use crate::cli::Failure;
use crate::store::roles::OwnRole;
use crate::store::{Connection, exposure, roles};

/// Says what the server notes down of the answers.
pub(super) fn check_exposure(findings: &mut Findings, conn: &mut Connection) -> Result<(), Failure> {
    let found = exposure::exposed(conn)?;
    if !found.iter().any(|exposed| exposed.wrong) {
        findings.good("privacy: the server notes nothing down of the answers");
    }
    for exposed in found {
        let what = format!("privacy: {}", exposed.what);
        if exposed.wrong {
            findings.bad(&what, &exposed.remedy);
        } else {
            findings.note(&what, &exposed.remedy);
        }
    }
    Ok(())
}

/// Says whether the role may do more than it needs, or less.
pub(super) fn check_role(findings: &mut Findings, conn: &mut Connection) -> Result<(), Failure> {
    let OwnRole { name, superuser, may_migrate, may_seal, .. } = roles::own_role(conn)?;
    let remedy = "make roles with few rights: hailong roles | psql <address as administrator>; \
                  then let the service use hailong_app and HAILONG_TALLY_URL";
    if superuser {
        findings
            .bad(&format!("role: {name} is a superuser of the server; the service should be none"), remedy);
    } else if may_migrate {
        findings.bad(
            &format!("role: {name} owns the tables; a service that uses it could change everything"),
            remedy,
        );
    } else if may_seal {
        findings.good(&format!("role: {name} may read and delete answers, and change no tables"));
    } else {
        findings.good(&format!("role: {name} may not read answers, nor change tables"));
    }
    let lacking = roles::lacking(conn, &name)?;
    if !lacking.is_empty() {
        findings.bad(
            &format!("role: {name} lacks rights at {}", lacking.join(", ")),
            "after an upgrade: hailong migrate as hailong_owner, then once more hailong roles | psql <address as administrator>",
        );
    }
    Ok(())
}
