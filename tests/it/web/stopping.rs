//! A graceful stop: what was acknowledged is there.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use hailong::web::Settings;
use ureq::Agent;

use super::support::{good, start_with};

#[test]
fn every_acknowledged_response_is_there_after_a_stop() {
    let pause = |settings: &mut Settings| settings.pause = Duration::from_millis(300);
    let mut server = start_with(10_000, pause);
    let address = server.address;
    let over = AtomicBool::new(false);
    let acknowledged: usize = std::thread::scope(|scope| {
        let visitors: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    let agent: Agent =
                        Agent::config_builder().http_status_as_error(false).build().new_agent();
                    let url = format!("http://{address}/api/v1/waves/mo/responses");
                    let mut done = 0;
                    while !over.load(Ordering::Relaxed) {
                        let request = agent.post(&url).header("content-type", "application/json");
                        match request.send(good().to_string()) {
                            Ok(answer) if answer.status() == 201 => done += 1,
                            Ok(answer) => panic!("{}", answer.status()),
                            // Refused or cut off: not acknowledged.
                            Err(_) => break,
                        }
                    }
                    done
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(300));
        server.stop().unwrap();
        over.store(true, Ordering::Relaxed);
        visitors.into_iter().map(|visitor| visitor.join().unwrap()).sum()
    });
    assert!(acknowledged > 0);
    let stored = usize::try_from(server.stored()).unwrap();
    // One per visitor may have been stored without the answer reaching anybody.
    assert!(
        (acknowledged..=acknowledged + 6).contains(&stored),
        "{acknowledged} acknowledged, {stored} stored"
    );
}

#[test]
fn balancers_are_told_before_connections_are_refused() {
    let pause = |settings: &mut Settings| settings.pause = Duration::from_secs(1);
    let mut server = start_with(10, pause);
    assert_eq!(server.get("/health/ready").status, 200);
    let url = server.url("/health/ready");
    let begin = Instant::now();
    let heard = std::thread::scope(|scope| {
        let listener = scope.spawn(|| {
            let agent = Agent::config_builder().http_status_as_error(false).build().new_agent();
            let mut heard = Vec::new();
            while let Ok(mut answer) = agent.get(&url).call() {
                let body = answer.body_mut().read_to_string().unwrap();
                heard.push((answer.status().as_u16(), body.contains("\"accepting\",\"ok\":false")));
                std::thread::sleep(Duration::from_millis(20));
            }
            heard
        });
        server.stop().unwrap();
        listener.join().unwrap()
    });
    assert!(heard.contains(&(503, true)), "{heard:?}");
    assert!(begin.elapsed() >= Duration::from_secs(1));
    assert!(begin.elapsed() < Duration::from_secs(8), "{:?}", begin.elapsed());
}
