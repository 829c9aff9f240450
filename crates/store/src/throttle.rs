//! Limits: rows that are locked, decided on in the domain, and written back.
//!
//! Every transaction locks rate rows in the order of their keys, then budget rows
//! in theirs, so that none waits for another in a circle.

use core::ops::Range;
use std::collections::BTreeMap;

use kadomori_domain::{
    flow::sending::SendKeys,
    id::TenantId,
    policy::Policy,
    throttle::{Budget, Key, Lane, Limit, RateRow, Rows},
    time::Time,
};

use crate::{Row, StoreError, Tx, Value, params, value::ToValue};

/// Loads and locks all rows that bound a message.
pub async fn find_send_rows(
    tx: &mut Tx,
    tenant: TenantId,
    keys: &SendKeys,
    policy: &Policy,
    now: Time,
) -> Result<Rows, StoreError> {
    let mut rows = Rows::default();
    find_rates(tx, tenant, &keys.rates(), now, &mut rows).await?;
    find_budgets(tx, tenant, &keys.budgets(policy), now, &mut rows).await?;
    Ok(rows)
}

/// Loads and locks rate rows; `keys` in ascending order. Rows that don't exist are made.
pub async fn find_rates(
    tx: &mut Tx,
    tenant: TenantId,
    keys: &[Key],
    now: Time,
    rows: &mut Rows,
) -> Result<(), StoreError> {
    if keys.is_empty() {
        return Ok(());
    }
    debug_assert!(keys.is_sorted(), "rows are locked in one order everywhere");
    let sql = format!(
        "INSERT INTO throttle (tenant, kind, key_hash, lane, level, at, until) VALUES {}
         ON CONFLICT (tenant, kind, key_hash, lane) DO UPDATE SET level = throttle.level
         RETURNING kind, key_hash, lane, level, at, until",
        tuples(keys.len(), 3, "0, $2, 0", 3)
    );
    let mut values = params![tenant, now].to_vec();
    values.extend(keys.iter().flat_map(key_values));
    for row in tx.query(&sql, &values).await? {
        let state = RateRow {
            level: row.get(3)?,
            at: row.get(4)?,
            until: row.get(5)?,
        };
        rows.rates.insert(read_key(&row)?, state);
    }
    Ok(())
}

/// Loads and locks what is spent of budgets; `budgets` in the ascending order of their keys.
pub async fn find_budgets(
    tx: &mut Tx,
    tenant: TenantId,
    budgets: &[(Key, Budget)],
    now: Time,
    rows: &mut Rows,
) -> Result<(), StoreError> {
    if budgets.is_empty() {
        return Ok(());
    }
    debug_assert!(
        budgets.is_sorted_by_key(|(key, _)| *key),
        "rows are locked in one order everywhere"
    );
    let sql = format!(
        "INSERT INTO budget (tenant, kind, key_hash, lane, day, uses) VALUES {}
         ON CONFLICT (tenant, kind, key_hash, lane, day) DO UPDATE SET uses = budget.uses
         RETURNING kind, key_hash, lane, uses",
        tuples(budgets.len(), 3, "$2, 0", 3)
    );
    let mut values = params![tenant, now.day()].to_vec();
    values.extend(budgets.iter().flat_map(|(key, _)| key_values(key)));
    for row in tx.query(&sql, &values).await? {
        rows.spent.insert(read_key(&row)?, row.get(3)?);
    }
    for (key, budget) in budgets.iter().filter(|(_, budget)| budget.days > 1) {
        let earlier = budget.first_day(now.day())..now.day();
        *rows.spent.entry(*key).or_default() += spent(tx, tenant, key, earlier).await?;
    }
    Ok(())
}

/// Reads rows without locking or making any: to be shown, not to be decided on.
pub async fn list(
    tx: &mut Tx,
    tenant: TenantId,
    keys: &[Key],
    budgets: &[(Key, Budget)],
    now: Time,
) -> Result<Rows, StoreError> {
    let mut rows = Rows::default();
    for key in keys {
        let row = tx
            .query_opt(
                "SELECT level, at, until FROM throttle
                 WHERE tenant = $1 AND kind = $2 AND key_hash = $3 AND lane = $4",
                &row_values(tenant, key),
            )
            .await?;
        if let Some(row) = row {
            let state = RateRow {
                level: row.get(0)?,
                at: row.get(1)?,
                until: row.get(2)?,
            };
            rows.rates.insert(*key, state);
        }
    }
    for (key, budget) in budgets {
        let days = budget.first_day(now.day())..now.day() + 1;
        rows.spent.insert(*key, spent(tx, tenant, key, days).await?);
    }
    Ok(rows)
}

async fn spent(
    tx: &mut Tx,
    tenant: TenantId,
    key: &Key,
    days: Range<i64>,
) -> Result<i64, StoreError> {
    let [tenant, kind, hash, lane] = row_values(tenant, key);
    let [first, end] = params![days.start, days.end];
    let row = tx
        .query_one(
            "SELECT CAST(COALESCE(SUM(uses), 0) AS BIGINT) FROM budget
             WHERE tenant = $1 AND kind = $2 AND key_hash = $3 AND lane = $4
                 AND day >= $5 AND day < $6",
            &[tenant, kind, hash, lane, first, end],
        )
        .await?;
    row.get(0)
}

/// Writes rate rows back.
pub async fn update_rates(
    tx: &mut Tx,
    tenant: TenantId,
    rates: &[(Key, RateRow)],
) -> Result<(), StoreError> {
    if rates.is_empty() {
        return Ok(());
    }
    // Of two lines for one row the later holds; a statement can't write a row twice.
    let rates: BTreeMap<_, _> = rates.iter().copied().collect();
    let sql = format!(
        "INSERT INTO throttle (tenant, kind, key_hash, lane, level, at, until) VALUES {}
         ON CONFLICT (tenant, kind, key_hash, lane)
         DO UPDATE SET level = excluded.level, at = excluded.at, until = excluded.until",
        tuples(rates.len(), 6, "", 2)
    );
    let mut values = params![tenant].to_vec();
    for (key, row) in &rates {
        values.extend(key_values(key));
        values.extend(params![row.level, row.at, row.until]);
    }
    tx.execute(&sql, &values).await?;
    Ok(())
}

/// Spends of each of these budgets, on today's row, as much as stands beside it.
pub async fn update_budgets(
    tx: &mut Tx,
    tenant: TenantId,
    spent: &[(Key, u32)],
    now: Time,
) -> Result<(), StoreError> {
    if spent.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO budget (tenant, kind, key_hash, lane, uses, day) VALUES {}
         ON CONFLICT (tenant, kind, key_hash, lane, day)
         DO UPDATE SET uses = budget.uses + excluded.uses",
        tuples(spent.len(), 4, "$2", 3)
    );
    let mut values = params![tenant, now.day()].to_vec();
    for (key, uses) in spent {
        values.extend(key_values(key));
        values.push(uses.to_value());
    }
    tx.execute(&sql, &values).await?;
    Ok(())
}

/// Takes rows away, and with them the waits they stand for; `keys` and `budgets` each in
/// ascending order.
pub async fn delete(
    tx: &mut Tx,
    tenant: TenantId,
    keys: &[Key],
    budgets: &[(Key, Budget)],
) -> Result<(), StoreError> {
    debug_assert!(
        keys.is_sorted() && budgets.is_sorted_by_key(|(key, _)| *key),
        "rows are locked in one order everywhere"
    );
    let rates = keys.iter().map(|key| ("throttle", key));
    let budgets = budgets.iter().map(|(key, _)| ("budget", key));
    for (table, key) in rates.chain(budgets) {
        let sql = format!(
            "DELETE FROM {table}
             WHERE tenant = $1 AND kind = $2 AND key_hash = $3 AND lane = $4"
        );
        tx.execute(&sql, &row_values(tenant, key)).await?;
    }
    Ok(())
}

/// `count` tuples: the tenant, `own` parameters each from number `first` on, then `rest`.
fn tuples(count: usize, own: usize, rest: &str, first: usize) -> String {
    let mut text = String::with_capacity(count * 40);
    for tuple in 0..count {
        text.push_str(if tuple == 0 { "($1" } else { ", ($1" });
        for column in 0..own {
            text.push_str(", $");
            text.push_str(&(first + tuple * own + column).to_string());
        }
        if !rest.is_empty() {
            text.push_str(", ");
            text.push_str(rest);
        }
        text.push(')');
    }
    text
}

fn row_values(tenant: TenantId, key: &Key) -> [Value; 4] {
    let [kind, hash, lane] = key_values(key);
    [tenant.to_value(), kind, hash, lane]
}

fn key_values(key: &Key) -> [Value; 3] {
    [
        key.limit.name().to_value(),
        key.hash.to_value(),
        key.lane.name().to_value(),
    ]
}

fn read_key(row: &Row) -> Result<Key, StoreError> {
    let limit: String = row.get(0)?;
    let lane: String = row.get(2)?;
    let limit = Limit::ALL.into_iter().find(|one| one.name() == limit);
    let lane = [Lane::Familiar, Lane::Stranger]
        .into_iter()
        .find(|one| one.name() == lane);
    match (limit, lane) {
        (Some(limit), Some(lane)) => Ok(Key {
            limit,
            hash: row.get(1)?,
            lane,
        }),
        _ => Err(StoreError::unreadable("throttle", "no such limit or lane")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tuples_number_their_own_parameters() {
        assert_eq!(
            tuples(2, 3, "0, $2, 0", 3),
            "($1, $3, $4, $5, 0, $2, 0), ($1, $6, $7, $8, 0, $2, 0)"
        );
        assert_eq!(tuples(1, 2, "", 2), "($1, $2, $3)");
    }
}
