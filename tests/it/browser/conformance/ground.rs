//! What stands ready before the walk: services with surveys in every state a citizen can meet.

use std::time::{Duration, Instant};

use hailong::domain::instrument::{Instrument, SwitchSetting};
use hailong::domain::unit::Unit;
use hailong::domain::wave::Wave;
use hailong::store::{instruments, units, waves};
use hailong::web::KioskTimes;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::states::Service;
use crate::browser::desk::hasty_service;
use crate::web::board_ground::three_waves;
use crate::web::results::publish;
use crate::web::support::{TestServer, start, start_with, unit_id, wave};

/// Names that are the same in every language: places without an English name.
pub const NAMES: [&str; 4] = ["Bộ phận một cửa xã Hai", "Xã Hai", "Quầy trống", "Hài lòng"];

/// Forms of the real surveys, each with a wave at one desk.
const SHIPPED: [(&str, &str); 2] = [
    ("mot-cua", include_str!("../../../../survey-forms/one-stop-2018.json")),
    ("sipas", include_str!("../../../../survey-forms/sipas-2023.json")),
];

/// The services that are walked through.
pub struct Ground {
    usual: TestServer,
    busy: TestServer,
    patient: TestServer,
    doubting: TestServer,
}

impl Ground {
    /// Starts them and waits until every survey is there.
    pub fn prepare() -> Self {
        let usual = start();
        publish(&usual, "mo");
        three_waves(&usual);
        let mut conn = usual.connect();
        let desk = unit_id(&mut conn, "01001-1");
        for (id, form) in SHIPPED {
            let instrument: Instrument = serde_json::from_str(form).unwrap();
            instruments::save(&mut conn, form, &Sha256::digest(form).into(), &instrument).unwrap();
            let switches = instrument.complete_setting(&SwitchSetting::new()).unwrap();
            let title = instrument.title.clone();
            let new = Wave { instrument: instrument.id, title, switches, ..wave(id) };
            waves::create(&mut conn, &new, &[desk]).unwrap();
        }
        let empty: Unit = serde_json::from_value(json!({
            "code": "01002-2", "name": "Quầy trống", "level": "desk", "parent": "01002",
            "valid_from": "2025-07-01",
        }))
        .unwrap();
        units::import_units(&mut conn, &[empty]).unwrap();
        let soon = Instant::now() + Duration::from_secs(10);
        while usual.get("/khao-sat/sipas").status != 200 {
            assert!(Instant::now() < soon, "the waves are not seen");
            std::thread::sleep(Duration::from_millis(50));
        }
        Self {
            usual,
            busy: start_with(0, |_| {}),
            patient: hasty_service(|settings| {
                settings.kiosk = KioskTimes { thanks: 900, idle: 900, warning: 900, rest: 3600 };
            }),
            doubting: hasty_service(|settings| {
                settings.kiosk = KioskTimes { thanks: 900, idle: 1, warning: 900, rest: 3600 };
            }),
        }
    }

    /// The service a state is met at.
    pub fn service(&self, service: Service) -> &TestServer {
        match service {
            Service::Usual => &self.usual,
            Service::Busy => &self.busy,
            Service::Patient => &self.patient,
            Service::Doubting => &self.doubting,
        }
    }
}
