//! Our own signatures (DKIM, RFC 6376), verified with our own keys: no DNS is asked, and the
//! keys of earlier selectors count for as long as they lie in the data folder.

use std::{net::IpAddr, path::Path};

use kadomori_genuine::{
    Limits, Lookup, Options, Resolver,
    auth::{self, Signature, SignatureState},
    brand::Brands,
    source,
};

use crate::dkim::{self, DnsRecord};

/// The public halves of our keys, as a DNS that knows nothing else.
#[derive(Debug, Default)]
pub struct OwnKeys(Vec<DnsRecord>);

impl OwnKeys {
    /// The keys in the data folder.
    #[must_use]
    pub fn open(data_dir: &Path) -> Self {
        Self(dkim::kept(data_dir))
    }

    /// Whether a signature of ours holds over the whole of this mail and over whom it is to.
    pub(super) fn hold(&self, mail: &[u8], brands: &Brands, at: i64) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let options = Options {
            limits: Limits::default(),
            brands,
            // Nobody's word counts here but our own.
            trusted: &[],
            at,
            reader: None,
        };
        let Ok(mail) = source::open(mail, &options.limits) else {
            return false;
        };
        let known = auth::authenticate(&mail, &options, self);
        known.signatures.iter().any(is_ours)
    }
}

fn is_ours(signature: &Signature) -> bool {
    let Signature {
        state,
        aligned,
        length,
        covers,
        covers_to,
        ..
    } = signature;
    *state == SignatureState::Holds && *aligned && !length && *covers && *covers_to
}

impl Resolver for OwnKeys {
    fn texts(&self, name: &str) -> Lookup<Vec<String>> {
        let mut found = self
            .0
            .iter()
            .filter(|it| it.name.eq_ignore_ascii_case(name));
        match found.next() {
            Some(record) => Lookup::Found(vec![record.value.clone()]),
            None => Lookup::NotAsked,
        }
    }

    fn addresses(&self, _: &str) -> Lookup<Vec<IpAddr>> {
        Lookup::NotAsked
    }

    fn mail_servers(&self, _: &str) -> Lookup<Vec<String>> {
        Lookup::NotAsked
    }

    fn names(&self, _: IpAddr) -> Lookup<Vec<String>> {
        Lookup::NotAsked
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{
        channel::{build, samples},
        dkim::DkimSigner,
    };

    const AT: i64 = samples::DATE / 1_000_000 + 60;

    /// A data folder of the test's own, gone when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("kadomori-own-{name}-{}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            let _ = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        /// A mail that was signed under this selector.
        fn signed(&self, selector: &str) -> String {
            let signer = DkimSigner::open(&self.0, "example.jp", selector).unwrap();
            let mail = build(&samples::english()).unwrap();
            String::from_utf8(signer.sign(&mail, samples::DATE).unwrap()).unwrap()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn hold(keys: &OwnKeys, mail: &str) -> bool {
        let brands = Brands::with(None).unwrap();
        keys.hold(mail.as_bytes(), &brands, AT)
    }

    #[test]
    fn our_signatures_count_and_those_of_earlier_selectors() {
        let folder = Folder::new("earlier");
        let (earlier, now) = (folder.signed("old"), folder.signed("kadomori"));
        let keys = OwnKeys::open(&folder.0);
        assert!(hold(&keys, &now));
        assert!(hold(&keys, &earlier));
        assert!(hold(&keys, &now.replace("\r\n", "\n")));
        let stranger = Folder::new("stranger");
        assert!(!hold(&keys, &stranger.signed("kadomori")));
        assert!(!hold(&OwnKeys::default(), &now));
    }

    #[test]
    fn no_signature_counts_over_something_else() {
        let folder = Folder::new("changed");
        let mail = folder.signed("kadomori");
        let keys = OwnKeys::open(&folder.0);
        for changed in [
            mail.replace("To: <hana@example.net>", "To: <rei@example.net>"),
            mail.replace("Your code is", "Your code was"),
            mail.replace("Subject: Your", "Subject: Our"),
            mail.replace(
                "\r\nDate: Sun",
                "\r\nReply-To: <a@example.org>\r\nDate: Sun",
            ),
        ] {
            assert_ne!(changed, mail, "something is changed");
            assert!(!hold(&keys, &changed), "{changed}");
        }
    }
}
