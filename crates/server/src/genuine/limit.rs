//! How many mails a network may have judged. Counted before anything is looked at, in the
//! shared database, so that it holds for all servers together.

use std::net::IpAddr;

use kadomori_domain::{
    client::Network,
    throttle::{Key, Lane, Limit, Rows},
    time::Time,
};
use kadomori_store::{StoreError, throttle};

use crate::app::App;

/// Counts one more check of the network of this address. `Some` where it has to wait instead,
/// until then; a refusal isn't counted.
pub(crate) async fn count(app: &App, ip: IpAddr) -> Result<Option<Time>, StoreError> {
    if app.site.is_exempt(ip) {
        return Ok(None);
    }
    let tenant = app.site.tenant;
    let key = Key::new(
        &app.keys.index_key(tenant),
        Limit::ChecksFromNetwork,
        &Network::of(ip).bytes(),
        Lane::Stranger,
    );
    let asked = (tenant, key, app.policy.limits.check_rate, app.clock.now());
    let counted = app.db.write(asked, |tx, (tenant, key, rate, now)| {
        Box::pin(async move {
            let mut rows = Rows::default();
            throttle::find_rates(tx, *tenant, &[*key], *now, &mut rows).await?;
            let row = rows.rate(key);
            if let Some(until) = rate.allows(&row, *now) {
                return Ok(Some(until));
            }
            let spent = rate.spend(&row, *now);
            throttle::update_rates(tx, *tenant, &[(*key, spent)]).await?;
            Ok(None)
        })
    });
    let held = counted.await?;
    if held.is_some() {
        app.metrics.throttled("checks_per_network_hour");
    }
    Ok(held)
}
