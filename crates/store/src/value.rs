//! What goes into a statement and what comes out of it: integers, texts and bytes, the only
//! three kinds of column that the schema has. Meaning is given by the aggregates.

use std::sync::Arc;

use crate::error::StoreError;

/// The kind of a column, needed to send a NULL to PostgreSQL, where a parameter has a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// INTEGER in SQLite, BIGINT in PostgreSQL.
    Int,
    /// TEXT in both.
    Text,
    /// BLOB in SQLite, BYTEA in PostgreSQL.
    Blob,
    /// Left to the statement; works where the column follows from the context.
    Any,
}

/// One parameter, or one field of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// No value, of this kind.
    Null(Kind),
    /// A number, a time in microseconds, or 0 and 1 for no and yes.
    Int(i64),
    /// A text; without NUL characters, or the statement is refused.
    Text(String),
    /// Bytes: ids, hashes, salts.
    Blob(Vec<u8>),
}

impl Value {
    fn describe(&self) -> &'static str {
        match self {
            Self::Null(_) => "NULL",
            Self::Int(_) => "a number",
            Self::Text(_) => "a text",
            Self::Blob(_) => "bytes",
        }
    }
}

/// Something that can be a parameter. The aggregates implement it for the domain's newtypes.
pub trait ToValue {
    /// The kind of column it belongs in.
    const KIND: Kind;
    /// The value to send.
    fn to_value(&self) -> Value;
}

/// Something that can be read from a field. The aggregates implement it for the domain's
/// newtypes.
pub trait FromValue: Sized {
    /// Reads the field, or says in a few words what was expected instead.
    ///
    /// # Errors
    /// What was expected, to be completed with the column's name by [`Row::get`].
    fn from_value(value: &Value) -> Result<Self, String>;
}

/// The parameters of a statement: `params![tenant, &address, None::<i64>]`, in the order
/// `$1`, `$2`, …
#[macro_export]
macro_rules! params {
    () => { [] as [$crate::Value; 0] };
    ($($value:expr),+ $(,)?) => { [$($crate::ToValue::to_value(&$value)),+] };
}

/// One row of an answer.
#[derive(Clone, Debug)]
pub struct Row {
    values: Box<[Value]>,
    names: Arc<[Box<str>]>,
}

impl Row {
    pub(crate) fn new(values: Box<[Value]>, names: Arc<[Box<str>]>) -> Self {
        Self { values, names }
    }

    /// The field at `index`, from 0, read as `T`; `Option<T>` where the column may be NULL.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] with the column's name.
    pub fn get<T: FromValue>(&self, index: usize) -> Result<T, StoreError> {
        let value = self
            .values
            .get(index)
            .ok_or_else(|| StoreError::unreadable(self.name(index), "there is no such column"))?;
        T::from_value(value).map_err(|reason| StoreError::unreadable(self.name(index), reason))
    }

    fn name(&self, index: usize) -> String {
        match self.names.get(index) {
            Some(name) => format!("column {index} ({name})"),
            None => format!("column {index}"),
        }
    }
}

fn expected(what: &str, found: &Value) -> String {
    format!("expected {what}, found {}", found.describe())
}

impl<T: ToValue + ?Sized> ToValue for &T {
    const KIND: Kind = T::KIND;
    fn to_value(&self) -> Value {
        T::to_value(self)
    }
}

impl<T: ToValue> ToValue for Option<T> {
    const KIND: Kind = T::KIND;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null(T::KIND), T::to_value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Null(_) => Ok(None),
            other => T::from_value(other).map(Some),
        }
    }
}

impl ToValue for Value {
    const KIND: Kind = Kind::Any;
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl FromValue for Value {
    fn from_value(value: &Value) -> Result<Self, String> {
        Ok(value.clone())
    }
}

impl ToValue for i64 {
    const KIND: Kind = Kind::Int;
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Int(number) => Ok(*number),
            other => Err(expected("a number", other)),
        }
    }
}

/// The integers that fit a column without loss.
macro_rules! small_integers {
    ($($type:ty),+) => {$(
        impl ToValue for $type {
            const KIND: Kind = Kind::Int;
            fn to_value(&self) -> Value {
                Value::Int(i64::from(*self))
            }
        }

        impl FromValue for $type {
            fn from_value(value: &Value) -> Result<Self, String> {
                let number = i64::from_value(value)?;
                Self::try_from(number)
                    .map_err(|_| format!("{number} is outside {}", stringify!($type)))
            }
        }
    )+};
}

small_integers!(i32, i16, u32, u16, u8);

impl ToValue for bool {
    const KIND: Kind = Kind::Int;
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Int(0) => Ok(false),
            Value::Int(1) => Ok(true),
            other => Err(expected("0 or 1", other)),
        }
    }
}

impl ToValue for str {
    const KIND: Kind = Kind::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl ToValue for String {
    const KIND: Kind = Kind::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Text(text) => Ok(text.clone()),
            other => Err(expected("a text", other)),
        }
    }
}

impl ToValue for [u8] {
    const KIND: Kind = Kind::Blob;
    fn to_value(&self) -> Value {
        Value::Blob(self.to_vec())
    }
}

impl ToValue for Vec<u8> {
    const KIND: Kind = Kind::Blob;
    fn to_value(&self) -> Value {
        Value::Blob(self.clone())
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Blob(bytes) => Ok(bytes.clone()),
            other => Err(expected("bytes", other)),
        }
    }
}

impl<const N: usize> ToValue for [u8; N] {
    const KIND: Kind = Kind::Blob;
    fn to_value(&self) -> Value {
        Value::Blob(self.to_vec())
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Blob(bytes) => Self::try_from(bytes.as_slice())
                .map_err(|_| format!("expected {N} bytes, found {}", bytes.len())),
            other => Err(expected("bytes", other)),
        }
    }
}
