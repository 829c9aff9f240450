//! PostgreSQL's rows as ours. An expression may have other types than our columns
//! (`EXISTS (…)`, a literal `1`); those that can be a number become one, as in SQLite.

use std::sync::Arc;

use tokio_postgres::Row as Answer;
use tokio_postgres::types::{FromSql, Type};

use crate::error::StoreError;
use crate::value::{Kind, Row, Value};

pub(super) fn read_rows(answers: &[Answer]) -> Result<Vec<Row>, StoreError> {
    let Some(first) = answers.first() else {
        return Ok(Vec::new());
    };
    let names: Arc<[Box<str>]> = first
        .columns()
        .iter()
        .map(|column| Box::from(column.name()))
        .collect();
    let read = |answer| read_row(answer).map(|values| Row::new(values, Arc::clone(&names)));
    answers.iter().map(read).collect()
}

fn read_row(answer: &Answer) -> Result<Box<[Value]>, StoreError> {
    let columns = answer.columns().iter().enumerate();
    columns
        .map(|(at, column)| {
            field(answer, at, column.type_())
                .map_err(|error| StoreError::unreadable(format!("column {}", column.name()), error))
        })
        .collect()
}

fn field(answer: &Answer, at: usize, kind: &Type) -> Result<Value, tokio_postgres::Error> {
    match *kind {
        Type::INT4 => number::<i32>(answer, at),
        Type::INT2 => number::<i16>(answer, at),
        Type::BOOL => number::<bool>(answer, at),
        Type::BYTEA => {
            let bytes: Option<Vec<u8>> = answer.try_get(at)?;
            Ok(bytes.map_or(Value::Null(Kind::Blob), Value::Blob))
        }
        Type::TEXT | Type::VARCHAR | Type::NAME | Type::UNKNOWN => {
            let text: Option<String> = answer.try_get(at)?;
            Ok(text.map_or(Value::Null(Kind::Text), Value::Text))
        }
        // Any other type is named in the error.
        _ => number::<i64>(answer, at),
    }
}

fn number<'r, T: FromSql<'r> + Into<i64>>(
    answer: &'r Answer,
    at: usize,
) -> Result<Value, tokio_postgres::Error> {
    let number: Option<T> = answer.try_get(at)?;
    Ok(number.map_or(Value::Null(Kind::Int), |number| Value::Int(number.into())))
}
