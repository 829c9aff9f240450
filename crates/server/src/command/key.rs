//! `kadomori key`: the root keys, by their numbers. No command shows a key itself.

use std::{fmt::Write as _, path::Path};

use clap::Subcommand;
use kadomori_domain::key::{KeyRing, RootKey};

use super::{
    Outcome,
    desk::{self, Answer, NoDatabase},
    say,
};
use crate::{config::Config, keys};

#[derive(Subcommand)]
pub(super) enum Command {
    /// List the keys by their numbers, and say which of them makes new codes
    List,
    /// Add a key that makes new codes; the others stay
    Rotate,
}

impl Command {
    pub(super) fn run(self, config: &Config) -> Outcome {
        let file = config.data_dir.join(keys::FILE);
        match self {
            Self::List => say(&list(&file)?),
            // Only a file that fits the database may grow; opening it checks that.
            Self::Rotate => desk::answer(config, NoDatabase::Refuse, async |desk| {
                rotate(&file, desk.app.entropy.seed()?)
            }),
        }
    }
}

fn list(file: &Path) -> Answer {
    if !file.exists() {
        return Err(format!(
            "There is no key file {}. The first start of the server makes it.",
            file.display()
        )
        .into());
    }
    Ok(text(file, &keys::read(file)?))
}

fn text(file: &Path, ring: &KeyRing) -> String {
    let newest = ring.newest();
    let first = ring.keys().map(RootKey::id).next();
    let mut text = format!("Keys in {}:\n\n", file.display());
    for id in ring.keys().map(RootKey::id) {
        let uses = match (id == newest, Some(id) == first) {
            (true, true) => "makes new codes and seals, and the hashes that rows are found by",
            (true, false) => "makes new codes and seals",
            (false, true) => "makes the hashes that rows are found by; opens what it sealed",
            (false, false) => "opens what it sealed",
        };
        let _ = writeln!(text, "  {id:<3} {uses}");
    }
    text
}

fn rotate(file: &Path, fresh: [u8; 32]) -> Answer {
    let id = keys::rotate(file, fresh)?;
    Ok(format!(
        "Added key {id} to {}.\n\
         The earlier keys stay: what was sealed under them opens with them alone.\n\n\
         Now back the file up again, and restart the server: from then on it makes codes\n\
         and seals from key {id}. On several servers, first copy the file to each of them, then\n\
         restart them together: one that lacks key {id} can neither write nor check its codes,\n\
         nor open what it sealed.\n",
        file.display()
    ))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use kadomori_domain::key::KeyId;

    use super::*;
    use crate::command::Arguments;

    fn ring(ids: &[u32]) -> KeyRing {
        let keys = ids.iter().map(|id| RootKey::new(KeyId(*id), [7; 32]));
        KeyRing::new(keys.collect()).unwrap()
    }

    #[test]
    fn keys_are_listed_by_number_and_use() {
        let file = Path::new("kadomori-data/kadomori.key");
        insta::assert_snapshot!(text(file, &ring(&[3, 1, 2])));
        assert!(
            text(file, &ring(&[1])).ends_with(
                "  1   makes new codes and seals, and the hashes that rows are found by\n"
            )
        );
    }

    #[test]
    fn where_there_is_no_file_there_is_nothing_to_list_or_rotate() {
        let file = Path::new("nowhere/kadomori.key");
        let refusal = list(file).unwrap_err().to_string();
        assert!(refusal.ends_with("The first start of the server makes it."));
        assert!(rotate(file, [1; 32]).is_err());
    }

    #[test]
    fn the_help_names_both_commands() {
        let mut arguments = Arguments::command();
        arguments.build();
        let key = arguments.find_subcommand_mut("key").unwrap();
        insta::assert_snapshot!(key.render_help());
    }
}
