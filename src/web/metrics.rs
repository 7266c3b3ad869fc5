//! Figures for Prometheus. None of them moves when somebody answers.

use prometheus::{Encoder as _, Gauge, IntGauge, Opts, Registry, TextEncoder};

use super::state::AppState;

/// The text a scraper reads. Made afresh each time: there are a handful of figures and no counters.
pub(super) fn text(state: &AppState) -> prometheus::Result<String> {
    let registry = Registry::new();
    let build = Opts::new("hailong_build_info", "Version of the program; always 1")
        .const_label("version", env!("CARGO_PKG_VERSION"));
    whole(&registry, build, 1)?;
    let pool = state.pool().state();
    let open = Opts::new("hailong_database_connections", "Open connections of the pool");
    whole(&registry, open, i64::from(pool.connections))?;
    let idle = Opts::new("hailong_database_connections_idle", "Connections of the pool that wait for work");
    whole(&registry, idle, i64::from(pool.idle_connections))?;
    let most = Opts::new("hailong_database_connections_max", "Most connections the pool may open");
    whole(&registry, most, i64::from(state.pool().max_size()))?;
    let places = Opts::new("hailong_writer_queue_capacity", "Responses that may wait to be written");
    whole(&registry, places, i64::try_from(state.writer().capacity()).unwrap_or(i64::MAX))?;
    let writer = Opts::new("hailong_writer_alive", "Whether the writer runs");
    whole(&registry, writer, i64::from(state.writer().is_alive()))?;
    let uptime = Gauge::new("hailong_uptime_seconds", "Seconds since the service started")?;
    uptime.set(state.started().elapsed().as_secs_f64().floor());
    registry.register(Box::new(uptime))?;
    let mut bytes = Vec::new();
    TextEncoder::new().encode(&registry.gather(), &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn whole(registry: &Registry, options: Opts, value: i64) -> prometheus::Result<()> {
    let gauge = IntGauge::with_opts(options)?;
    gauge.set(value);
    registry.register(Box::new(gauge))
}
