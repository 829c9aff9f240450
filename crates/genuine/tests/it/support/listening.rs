//! A DNS that writes down what it is asked.

use std::{cell::RefCell, net::IpAddr};

use kadomori_genuine::{Lookup, Resolver, auth::FileResolver};

/// Writes down what is asked.
pub struct Listening<'a>(pub FileResolver, pub &'a RefCell<Vec<String>>);

impl Resolver for Listening<'_> {
    fn texts(&self, name: &str) -> Lookup<Vec<String>> {
        self.1.borrow_mut().push(format!("{name} TXT"));
        self.0.texts(name)
    }

    fn addresses(&self, name: &str) -> Lookup<Vec<IpAddr>> {
        self.1.borrow_mut().push(format!("{name} A"));
        self.0.addresses(name)
    }

    fn mail_servers(&self, name: &str) -> Lookup<Vec<String>> {
        self.1.borrow_mut().push(format!("{name} MX"));
        self.0.mail_servers(name)
    }

    fn names(&self, address: IpAddr) -> Lookup<Vec<String>> {
        self.1.borrow_mut().push(format!("{address} PTR"));
        self.0.names(address)
    }
}
