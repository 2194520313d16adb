//! Several sessions of one machine with one account (S7): background tasks of one user and of two.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::sync::mpsc;

use keyring::sample::Store;
use konnektorwart::domain::command::{Command, Scope};
use konnektorwart::domain::health::Health;
use konnektorwart::domain::identity::AccountRef;
use konnektorwart::domain::lockout::Withheld;
use konnektorwart::domain::probe::Refusal;
use konnektorwart::domain::snapshot::AccountView;
use konnektorwart::platform::files::Access;
use konnektorwart::platform::locks::Lock;
use konnektorwart::platform::machine;
use konnektorwart::store::keyring::Keyring;
use konnektorwart::watch::{self, Update};

use super::many::{PROGRAM, home_of, open_to_all};
use super::{LIMIT, Running};
use crate::practice::{Practice, client, management, setup_with};

const ROOT: &str = "KONNEKTORWART_TEST_SESSION";

/// Not a test of its own: a session in a process of its own, with the files and the keyring that its
/// parent names. It writes what it shows of the client account and ends with its standard input.
#[test]
fn child() {
    let Some(root) = std::env::var_os(ROOT).map(PathBuf::from) else {
        return;
    };
    let backing = root.join("keyring.ron");
    let store = Store::new_with_backing(backing.to_str().expect("a path")).expect("a keyring");
    let setup = setup_with(&root, "EMPFANG-1", Keyring::with_store(store));
    let deliver = |update| {
        if let Update::Snapshot(snapshot) = update {
            let view = snapshot.account(&client()).expect("the account");
            let mut out = std::io::stdout().lock();
            // The parent may be gone; this process ends with it.
            let _ = writeln!(out, "\n{MARK}{}", shown(view));
        }
    };
    let worker = watch::start(setup, Box::new(deliver)).expect("it starts");
    for line in std::io::stdin().lines() {
        if line.is_ok_and(|line| line == "check") {
            worker.handle().send(Command::Check(Scope::All));
        }
    }
    worker.stop(LIMIT);
}

const MARK: &str = "shown: ";

fn shown(view: &AccountView) -> String {
    let own = match &view.withheld {
        None => "checked",
        Some(Withheld::ProbedByAnotherSession) => "not checked",
        Some(Withheld::RefusedForAnother { .. }) => "held back",
        Some(_) => "withheld",
    };
    let state = match &view.health {
        Health::Proven => "proven",
        Health::Refused(Refusal::Reported) => "reported",
        Health::Refused(_) => "refused",
        Health::Checking => "checking",
        _ => "other",
    };
    format!("{state}, {own}")
}

/// A session in a process of its own.
struct Session {
    child: Child,
    shown: mpsc::Receiver<String>,
}

impl Session {
    fn start(home: &Path, user: Option<u32>) -> Self {
        let program = match user {
            Some(_) => home.join(PROGRAM),
            None => std::env::current_exe().expect("this program"),
        };
        let mut command = Process::new(program);
        command
            .args(["watch::sessions::child", "--exact", "--nocapture"])
            .env(ROOT, home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        if let Some(user) = user {
            command.uid(user).gid(user);
        }
        let mut child = command.spawn().expect("a child");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let (sender, shown) = mpsc::channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if let Some(text) = line.strip_prefix(MARK) {
                    let _ = sender.send(text.to_owned());
                }
            }
        });
        Self { child, shown }
    }

    fn wait_for(&self, wanted: &str) {
        let mut all = Vec::new();
        while all.last().is_none_or(|last| last != wanted) {
            match self.shown.recv_timeout(LIMIT) {
                Ok(shown) => all.push(shown),
                Err(error) => panic!("{wanted} did not come: {error}, {all:?}"),
            }
        }
    }

    fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    fn end(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().expect("it ends").success());
    }
}

impl Running {
    /// Waits until it shows this of the accounts, at the same time.
    fn wait_for_shown<const N: usize>(
        &self,
        accounts: [AccountRef; N],
        wanted: [&[&str]; N],
    ) -> [String; N] {
        self.wait(|update| match update {
            Update::Snapshot(snapshot) => {
                let views = accounts.each_ref().map(|account| snapshot.account(account));
                let all = views.map(|view| view.map(shown).unwrap_or_default());
                let fits = std::iter::zip(&all, wanted)
                    .all(|(shown, wanted)| wanted.contains(&shown.as_str()));
                fits.then_some(all)
            }
            Update::Notice(_) | Update::Settings(_) => None,
        })
    }

    fn wait_for_client(&self, wanted: &str) {
        self.wait_for_shown([client()], [&[wanted]]);
    }

    fn wait_for_both(&self, wanted: &str) {
        self.wait_for_shown([client(), management()], [&[wanted], &[wanted]]);
    }
}

#[test]
fn s7_of_three_sessions_of_one_user_one_logs_in_and_all_show_the_state() {
    let practice = Practice::new();
    let since = practice.mark();
    let sessions = [(); 3].map(|()| Running::start(&practice.setup));
    let either: &[&str] = &["proven, checked", "proven, not checked"];
    let shown = sessions
        .each_ref()
        .map(|session| session.wait_for_shown([client(), management()], [either, either]));
    for (index, account) in [client(), management()].iter().enumerate() {
        let probers = shown.iter().filter(|shown| shown[index] == "proven, checked");
        assert_eq!(probers.count(), 1, "{account}: {shown:?}");
        assert_eq!(practice.secrets(since, account), 1, "{account}");
    }
    sessions.into_iter().for_each(Running::stop);
}

#[test]
fn s7_when_the_prober_is_killed_the_other_session_takes_over() {
    let practice = Practice::new();
    let since = practice.mark();
    let first = Session::start(practice.saved(), None);
    first.wait_for("proven, checked");
    let second = Running::start(&practice.setup);
    second.wait_for_client("proven, not checked");
    assert_eq!(practice.secrets(since, &client()), 1);

    first.kill();
    // A check just ended: clicks within three seconds of it are the same wish.
    loop {
        second.worker.handle().send(Command::Check(Scope::All));
        let holds = |log: &[_]| since.secrets(log, &client()) > 1;
        if practice.sim.wait_for(holds, std::time::Duration::from_millis(200)) {
            break;
        }
    }
    second.wait_for_client("proven, checked");
    assert_eq!(practice.secrets(since, &client()), 2);
    second.stop();
}

#[test]
fn s7_a_holder_of_the_lock_that_reports_is_respected_and_one_whose_report_is_old_is_not() {
    let practice = Practice::new();
    let first = Running::start(&practice.setup);
    first.wait_for_both("proven, checked");
    first.stop();
    let folder = practice.setup.folders.machine.clone().expect("a folder");
    let _locks = hold_all_locks(&folder);

    let since = practice.mark();
    let second = Running::start(&practice.setup);
    second.wait_for_client("proven, not checked");
    second.stop();
    assert_eq!(practice.all_secrets(since), 0, "the report is fresh");

    age_reports(&folder);
    let third = Running::start(&practice.setup);
    third.wait_for_client("proven, checked");
    third.stop();
    assert_eq!(practice.secrets(since, &client()), 1, "it is stale");
}

/// Anybody can hold the locks for ever and report nothing.
#[test]
fn s7_who_holds_the_locks_and_reports_nothing_does_not_stop_us() {
    let practice = Practice::new();
    let folder = practice.setup.folders.machine.clone().expect("a folder");
    let _locks = hold_all_locks(&folder);
    let since = practice.mark();
    let session = Running::start(&practice.setup);
    session.wait_for_both("proven, checked");
    session.stop();
    assert_eq!(practice.all_secrets(since), 2);
}

#[test]
fn s7_s8_two_users_of_one_machine_log_in_once_and_respect_each_others_refusal() {
    if !machine::user().expect("a user").id.is_administrator() {
        return crate::left_out("two users of one machine", "becoming another user needs root");
    }
    let practice = Practice::new();
    let shared = tempfile::tempdir().expect("a folder");
    open_to_all(shared.path(), 0o1777);
    let homes = [1001, 1002].map(|user| home_of(&practice, user, shared.path()));
    let since = practice.mark();
    let first = Session::start(homes[0].path(), Some(1001));
    first.wait_for("proven, checked");
    let second = Session::start(homes[1].path(), Some(1002));
    second.wait_for("proven, not checked");
    assert_eq!(practice.secrets(since, &client()), 1);

    let since = practice.change_password(&client());
    // Clicks until the first one's check is due again.
    let mut input = first.child.stdin.as_ref().expect("its input");
    let refused = |log: &[_]| since.secrets(log, &client()) > 0;
    loop {
        writeln!(input, "check").expect("it listens");
        if practice.sim.wait_for(refused, std::time::Duration::from_millis(200)) {
            break;
        }
    }
    first.wait_for("refused, checked");
    let mut input = second.child.stdin.as_ref().expect("its input");
    writeln!(input, "check").expect("it listens");
    second.wait_for("reported, held back");
    first.end();
    second.end();
    assert_eq!(practice.secrets(since, &client()), 1);
}

/// Its own journal knows no refusal, whatever others report.
#[test]
fn s7_a_refusal_that_another_session_reports_is_shown_and_never_recorded_as_ours() {
    let practice = Practice::new();
    let first = Running::start(&practice.setup);
    first.wait_for_client("proven, checked");
    first.stop();
    let folder = practice.setup.folders.machine.clone().expect("a folder");
    rewrite_reports(&folder, |report| {
        report["state"] = "refused".into();
        report["part"] = "witness".into();
        report["since"] = jiff::Timestamp::now().to_string().into();
    });
    let since = practice.mark();
    let second = Running::start(&practice.setup);
    second.wait_for_client("reported, not checked");
    second.stop();
    assert_eq!(practice.all_secrets(since), 0);
    let records = fs::read_dir(practice.setup.folders.data.join("journals")).expect("journals");
    for record in records {
        let path = record.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("text");
        assert!(!text.contains("refused"), "{text}");
    }
    // Whose word it was is over once it is old: our own password is fine.
    age_reports(&folder);
    let third = Running::start(&practice.setup);
    third.wait_for_client("proven, checked");
    third.stop();
}

#[test]
fn s7_what_sessions_publish_holds_no_secret() {
    let practice = Practice::new();
    let session = Running::start(&practice.setup);
    session.wait_for_client("proven, checked");
    session.stop();
    let folder = practice.setup.folders.machine.clone().expect("a folder");
    let text = fs::read_to_string(state_file(&folder)).expect("the states");
    for account in [client(), management()] {
        use secrecy::ExposeSecret;
        assert!(!text.contains(practice.password(&account).expose_secret()));
    }
}

fn hold_all_locks(folder: &Path) -> Vec<Lock> {
    let paths = (0..=255).map(|number| folder.join(format!("prober-{number:02x}.lock")));
    let locks: Vec<Lock> = paths
        .filter_map(|path| Lock::try_exclusive(&path, Access::OwnerWritesAllRead).expect("a lock"))
        .collect();
    assert_eq!(locks.len(), 256);
    locks
}

fn state_file(folder: &Path) -> PathBuf {
    let user = machine::user().expect("a user").id;
    folder.join(format!("state-{user}.json"))
}

/// Makes all reports of this user older than two intervals.
fn age_reports(folder: &Path) {
    let old = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(1);
    rewrite_reports(folder, |report| report["at"] = old.to_string().into());
}

fn rewrite_reports(folder: &Path, change: impl Fn(&mut serde_json::Value)) {
    let path = state_file(folder);
    let text = fs::read_to_string(&path).expect("the states");
    let mut states: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let reports = states["accounts"].as_array_mut().expect("accounts");
    reports.iter_mut().for_each(change);
    fs::write(path, states.to_string()).expect("written");
}
