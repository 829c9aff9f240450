//! Where the two engines truly differ, by name. Everything else is one SQL text, written
//! with `$1` placeholders.

/// Which engine a statement meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// SQLite, linked into the program.
    Sqlite,
    /// PostgreSQL 15 or later.
    Postgres,
}

impl Engine {
    /// Ends a `SELECT` that claims rows which other workers may be claiming. SQLite has one
    /// writer, so there is nobody to skip.
    #[must_use]
    pub fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Ends a `SELECT` whose rows are going to be changed in the same transaction. SQLite's
    /// writer holds the whole database. No key changes, so that rows which refer to these
    /// can be inserted meanwhile.
    #[must_use]
    pub fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR NO KEY UPDATE",
        }
    }
}

/// Rewrites `$1` to `?1`. SQLite takes `$1` for a *named* parameter and numbers it by first
/// appearance. Quoted texts, quoted names and comments stay as they are.
pub(crate) fn question_marks(sql: &str) -> String {
    let mut rewritten = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(['$', '\'', '"', '-', '/']) {
        let (before, from) = rest.split_at(at);
        rewritten.push_str(before);
        let taken = untouched(from);
        if taken == 0 {
            rewritten.push('?');
            rest = from.strip_prefix('$').unwrap_or(from);
        } else {
            let (kept, after) = from.split_at(taken);
            rewritten.push_str(kept);
            rest = after;
        }
    }
    rewritten.push_str(rest);
    rewritten
}

/// How much of `sql`, which begins with a character of interest, to keep as it is; 0 for a
/// placeholder.
fn untouched(sql: &str) -> usize {
    let until = |end: &str| {
        sql.get(1..)
            .and_then(|tail| tail.find(end))
            .map_or(sql.len(), |at| 1 + at + end.len())
    };
    if sql.starts_with('\'') {
        until("'")
    } else if sql.starts_with('"') {
        until("\"")
    } else if sql.starts_with("--") {
        until("\n")
    } else if sql.starts_with("/*") {
        until("*/")
    } else {
        usize::from(!is_placeholder(sql))
    }
}

fn is_placeholder(sql: &str) -> bool {
    let mut characters = sql.chars();
    characters.next() == Some('$') && characters.next().is_some_and(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_become_numbered_question_marks() {
        assert_eq!(
            question_marks("UPDATE t SET a = $2, b=$10 WHERE c = $1"),
            "UPDATE t SET a = ?2, b=?10 WHERE c = ?1"
        );
    }

    #[test]
    fn quotes_and_comments_stay_as_they_are() {
        for sql in [
            "SELECT '$1', 'it''s $2'",
            "SELECT \"$1\" FROM t",
            "SELECT 1 -- $1\n",
            "SELECT 1 -- $1",
            "SELECT /* $1 */ 4 / 2 - 1",
            "SELECT 'open $1",
            "SELECT a$b, $",
            "SELECT '雪$1'",
        ] {
            assert_eq!(question_marks(sql), sql);
        }
        assert_eq!(
            question_marks("SELECT '$1' || $1 -- $2\n, $2"),
            "SELECT '$1' || ?1 -- $2\n, ?2"
        );
    }
}
