//! The key file beside the database: without the right one nothing starts, and a new key
//! voids nothing.

use std::{
    fmt::Write as _,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use kadomori_server::{
    config::{Config, Sources},
    keys::{self, KeyError},
    open::{self, OpenError},
};
use kadomori_store::{
    DbOptions,
    testing::{self, TestDb},
};

use crate::support::{Engine, TestApp, TestClock, TestEntropy};

stories![
    the_first_start_makes_a_key_that_only_its_owner_reads,
    without_its_key_file_a_database_is_not_opened,
    with_another_key_file_a_database_is_not_opened,
    a_key_file_that_others_may_read_is_refused,
    a_code_made_before_a_rotation_works_after_it,
    a_known_device_stays_known_after_a_rotation,
];

/// An installation: a folder, and a database of the engine.
struct Installation {
    folder: PathBuf,
    db: Arc<TestDb>,
    clock: Arc<TestClock>,
    entropy: Arc<TestEntropy>,
}

impl Installation {
    async fn new(engine: Engine) -> Self {
        let db = Arc::new(testing::empty(engine).await);
        // A folder that goes with the database on SQLite, and a new one on PostgreSQL.
        let folder = match db.options() {
            DbOptions::Sqlite(options) => options.path.parent().unwrap().to_owned(),
            DbOptions::Postgres(options) => {
                let name = options.url.rsplit('/').next().unwrap().to_owned();
                std::env::temp_dir().join(format!("{name}_data"))
            }
        };
        Self {
            folder,
            db,
            clock: Arc::new(TestClock::default()),
            entropy: Arc::new(TestEntropy::new(1)),
        }
    }

    fn key_file(&self) -> PathBuf {
        self.folder.join(keys::FILE)
    }

    /// Starts it, as `kadomori serve` does.
    async fn start(&self) -> Result<TestApp, OpenError> {
        let mut settings = format!("data_dir = \"{}\"\n", self.folder.display());
        if let DbOptions::Postgres(options) = self.db.options() {
            writeln!(settings, "[database]\nurl = \"{}\"", options.url).unwrap();
        }
        let config = Config::load(&Sources::given(&settings, &[])).unwrap();
        let (clock, entropy) = (self.clock.clone(), self.entropy.clone());
        let app = open::open(&config, clock.clone(), entropy.clone()).await?;
        Ok(TestApp::around(app, Arc::clone(&self.db), clock, entropy))
    }

    async fn refusal(&self) -> KeyError {
        match self.start().await.map(|_| ()).unwrap_err() {
            OpenError::Key(error) => error,
            other => panic!("{other}"),
        }
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        let _left_behind = fs::remove_dir_all(&self.folder);
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

async fn the_first_start_makes_a_key_that_only_its_owner_reads(engine: Engine) {
    let here = Installation::new(engine).await;
    let app = here.start().await.unwrap();
    assert_eq!(mode(&here.key_file()), 0o600);
    app.browser().join("mika@example.jp").await;
    app.app.db.close().await;
    let app = here.start().await.unwrap();
    app.browser().sign_in("mika@example.jp").await;
}

async fn without_its_key_file_a_database_is_not_opened(engine: Engine) {
    let here = Installation::new(engine).await;
    here.start().await.unwrap().app.db.close().await;
    let kept = fs::read(here.key_file()).unwrap();
    fs::remove_file(here.key_file()).unwrap();
    let refusal = here.refusal().await;
    assert!(matches!(refusal, KeyError::Missing { .. }), "{refusal}");
    assert!(refusal.to_string().contains("Restore it from a backup"));
    assert!(!here.key_file().exists(), "no other key is made");

    fs::write(here.key_file(), kept).unwrap();
    fs::set_permissions(here.key_file(), fs::Permissions::from_mode(0o600)).unwrap();
    here.start().await.unwrap();
}

async fn with_another_key_file_a_database_is_not_opened(engine: Engine) {
    let here = Installation::new(engine).await;
    here.start().await.unwrap().app.db.close().await;
    let text = fs::read_to_string(here.key_file()).unwrap();
    let (start, _secret) = text.trim_end().rsplit_once(' ').unwrap();
    let other = STANDARD.encode([5; 32]);
    fs::write(here.key_file(), format!("{start} {other}\n")).unwrap();
    let refusal = here.refusal().await;
    assert!(matches!(refusal, KeyError::Foreign { .. }), "{refusal}");
    fs::write(here.key_file(), "nonsense\n").unwrap();
    let refusal = here.refusal().await;
    assert!(
        matches!(refusal, KeyError::Line { line: 1, .. }),
        "{refusal}"
    );
}

async fn a_key_file_that_others_may_read_is_refused(engine: Engine) {
    let here = Installation::new(engine).await;
    here.start().await.unwrap().app.db.close().await;
    fs::set_permissions(here.key_file(), fs::Permissions::from_mode(0o640)).unwrap();
    let refusal = here.refusal().await;
    assert!(matches!(refusal, KeyError::Exposed { .. }), "{refusal}");
    assert!(refusal.to_string().contains("chmod 600"));
}

async fn a_code_made_before_a_rotation_works_after_it(engine: Engine) {
    let here = Installation::new(engine).await;
    let app = here.start().await.unwrap();
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    let mut rei = app.browser();
    rei.ask_for_code("rei@example.jp").await;
    app.app.db.close().await;

    keys::rotate(&here.key_file(), [9; 32]).unwrap();
    assert_eq!(mode(&here.key_file()), 0o600);
    let app = here.start().await.unwrap();
    let mut mika = mika.at_server(&app);
    mika.enter(&mail.code()).await;
    assert_eq!(
        mika.page().title(),
        "Make an account?",
        "typed after the rotation"
    );
    let mut rei = rei.at_server(&app);
    let mail = app.newest_mail_to("rei@example.jp").await;
    rei.enter(&mail.code()).await;
    assert_eq!(
        rei.page().title(),
        "Make an account?",
        "mailed after the rotation"
    );
    let newest = "SELECT MAX(key_id) FROM challenge";
    app.browser().ask_for_code("new@example.jp").await;
    let rows = app.rows(newest, &[]).await;
    assert_eq!(
        rows[0].get::<i64>(0).unwrap(),
        2,
        "new codes follow from the new key"
    );
}

async fn a_known_device_stays_known_after_a_rotation(engine: Engine) {
    let here = Installation::new(engine).await;
    let app = here.start().await.unwrap();
    let mika = app.familiar_browser("mika@example.jp").await;
    app.app.db.close().await;
    keys::rotate(&here.key_file(), [9; 32]).unwrap();
    let mut mika = mika.at_server(&here.start().await.unwrap());
    mika.ask_for_code("mika@example.jp").await;
    assert!(mika.page().shows("We sent a 6-digit code to m…@example.jp"));
}
