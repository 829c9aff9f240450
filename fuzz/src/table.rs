//! Any text as an operator's table of brands, and as a file of DNS answers.

#![no_main]

use kadomori_genuine::{Resolver, auth::FileResolver, brand::Brands};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(brands) = Brands::with(Some(text)) {
        let _ = brands.owner("login.microsoft.com");
        let _ = kadomori_genuine::name::looks_like("rnicrosoft.example", &brands);
    }
    if let Ok(answers) = FileResolver::parse(text) {
        let _ = answers.texts("_dmarc.example.jp");
        let _ = answers.mail_servers("example.jp");
    }
});
