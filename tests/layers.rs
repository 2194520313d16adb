//! The layers and the rules that a reader can check in the sources alone: who may import whom, where
//! the operating system, unsafe code and async stand, how long a file is, what nothing is called.
//!
//! If this test stops you, the design is wrong, not the test. The rules are in `layers/rules.rs`;
//! each is shown here to find what it forbids and to leave alone what it allows.

#[path = "layers/rules.rs"]
mod rules;
#[path = "layers/source.rs"]
mod source;
#[path = "layers/tokens.rs"]
mod tokens;

use std::fs;
use std::path::{Path, PathBuf};

use source::Source;
use tokens::Kind;

#[test]
fn the_sources_keep_the_layers() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut read = 0;
    for folder in ["src", "tests", "benches", "ui"] {
        for file in files(&package.join(folder)) {
            let path = relative(&file, package);
            let Ok(text) = fs::read_to_string(&file) else {
                continue;
            };
            read += 1;
            if path.ends_with(".rs") {
                found.extend(rules::complaints(&Source::new(&path, &text)));
            } else if path.ends_with(".slint") {
                found.extend(rules::page_complaints(&path, &text));
            }
        }
    }
    assert!(read > 10, "only {read} files found below {}", package.display());
    assert!(found.is_empty(), "{} complaints:\n{}", found.len(), found.join("\n"));
}

#[test]
fn everything_that_the_documents_point_to_is_there() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = files(&package.join("docs"));
    documents
        .extend(["README.md", "ARCHITECTURE.md", "SECURITY.md"].map(|name| package.join(name)));
    let mut missing = Vec::new();
    for document in documents.iter().filter(|path| path.extension().is_some_and(|e| e == "md")) {
        let text = fs::read_to_string(document).expect("a document");
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let beside = document.parent().expect("a file in a folder");
        let files = targets.map(|target| target.split('#').next().unwrap_or(target));
        let own = files.filter(|target| !target.is_empty() && !target.contains("://"));
        let lost = own.filter(|target| !beside.join(target).exists());
        missing.extend(lost.map(|target| format!("{}: {target}", relative(document, package))));
    }
    assert!(missing.is_empty(), "not there:\n{}", missing.join("\n"));
}

#[test]
fn imports_point_downward_only() {
    assert_eq!(
        complaints("src/domain/probe.rs", "use crate::platform::paths;"),
        ["src/domain/probe.rs:1: domain imports platform"]
    );
    assert_eq!(
        complaints("src/watch/mod.rs", "\nfn f() { crate::desktop::show() }"),
        ["src/watch/mod.rs:2: watch imports desktop"]
    );
    assert_eq!(
        complaints("src/platform/mod.rs", "use crate::{domain::Account, store::{Journal, text}};"),
        ["src/platform/mod.rs:1: platform imports store"]
    );
    assert_eq!(
        complaints("src/watch/mod.rs", "use crate::{connector, store::text, domain};"),
        [""; 0]
    );
    assert_eq!(complaints("src/main.rs", "use konnektorwart::cli;"), [""; 0]);
    assert_eq!(complaints("src/text/de.rs", "use crate::*;").len(), 1);
}

#[test]
fn an_import_by_super_is_followed_to_the_layer() {
    let import = "src/domain/probe.rs:1: domain imports watch";
    assert_eq!(complaints("src/domain/probe.rs", "use super::super::watch::Task;"), [import]);
    assert_eq!(
        complaints("src/domain/probe.rs", "mod tests { use super::super::super::watch; }"),
        [import]
    );
    // A module of its own that happens to be called like a layer.
    assert_eq!(complaints("src/domain/probe.rs", "use super::watch::Task;"), [""; 0]);
    assert_eq!(complaints("src/domain/probe.rs", "mod a { use super::super::watch; }"), [""; 0]);
}

#[test]
fn connector_and_store_do_not_know_each_other() {
    assert_eq!(complaints("src/connector/tls.rs", "use crate::store::Journal;").len(), 1);
    assert_eq!(complaints("src/store/keyring.rs", "use crate::connector::Error;").len(), 1);
    assert_eq!(complaints("src/store/keyring.rs", "use crate::platform::rights;"), [""; 0]);
}

#[test]
fn the_simulator_stands_beside_the_stack() {
    for layer in ["connector", "store", "watch", "text", "desktop", "cli", "domain"] {
        let import = format!("use crate::{layer}::Thing;");
        assert_eq!(complaints("src/simulator/soap.rs", &import).len(), 1, "{layer}");
    }
    let import = "use crate::simulator::Device;";
    for path in
        ["src/watch/probe.rs", "src/connector/mod.rs", "src/text/de.rs", "src/desktop/mod.rs"]
    {
        assert_eq!(complaints(path, import).len(), 1, "{path}");
    }
    for path in ["src/cli/demo.rs", "src/main.rs", "src/connector/tests.rs", "tests/integration.rs"]
    {
        assert_eq!(complaints(path, import), [""; 0], "{path}");
    }
    let tested =
        format!("#[cfg(test)] mod tests {{ {import} }} fn f() {{ crate::simulator::g() }}");
    assert_eq!(complaints("src/connector/mod.rs", &tested).len(), 1);
}

#[test]
fn the_operating_system_stays_in_platform() {
    let sources = [
        "#[cfg(target_os = \"linux\")] fn f() {}",
        "fn f() { if cfg!(windows) {} }",
        "#[cfg_attr(unix, allow(dead_code))] fn f() {}",
        "#[cfg(all(feature = \"desktop\", not(unix)))] fn f() {}",
        "use std::os::unix::fs::PermissionsExt;",
    ];
    for text in sources {
        assert_eq!(complaints("src/store/journal.rs", text).len(), 1, "{text}");
        assert_eq!(complaints("src/platform/linux.rs", text), [""; 0], "{text}");
    }
    let allowed = "#![cfg_attr(windows, windows_subsystem = \"windows\")]\n#[cfg(feature = \"desktop\")] fn f() {}";
    assert_eq!(complaints("src/bin/konnektorwart-tray.rs", allowed), [""; 0]);
}

#[test]
fn unsafe_code_stays_in_platform() {
    let text = "fn f() { unsafe { g() } }";
    assert_eq!(complaints("src/desktop/tray.rs", text).len(), 1);
    assert_eq!(complaints("tests/desktop.rs", text).len(), 1);
    assert_eq!(complaints("src/platform/windows.rs", text), [""; 0]);
    assert_eq!(complaints("src/lib.rs", "#![deny(unsafe_code)] // unsafe"), [""; 0]);
}

#[test]
fn the_domain_has_no_outside() {
    let sources = [
        "use std::fs;",
        "use std::{collections::BTreeMap, env};",
        "use std::net::TcpStream;",
        "use std::time::{Duration, Instant};",
        "fn f() { std::time::SystemTime::now(); }",
        "fn f() { tokio::spawn(g()); }",
        "use rand::Rng;",
        "fn f() { jiff::Timestamp::now(); }",
    ];
    for text in sources {
        assert_eq!(complaints("src/domain/lockout.rs", text).len(), 1, "{text}");
        assert_eq!(complaints("src/watch/mod.rs", text), [""; 0], "{text}");
    }
    let pure = "use std::net::IpAddr; use std::time::Duration; use jiff::Timestamp;";
    assert_eq!(complaints("src/domain/profile.rs", pure), [""; 0]);
}

#[test]
fn async_stays_in_three_layers() {
    let text = "async fn f() {}\nfn g() { f().await }";
    assert_eq!(complaints("src/store/keyring.rs", text).len(), 2);
    for path in ["src/watch/mod.rs", "src/connector/mod.rs", "src/simulator/mod.rs"] {
        assert_eq!(complaints(path, text), [""; 0], "{path}");
    }
}

#[test]
fn a_file_has_at_most_400_lines() {
    assert_eq!(complaints("src/store/journal.rs", &"\n".repeat(400)), [""; 0]);
    assert_eq!(
        complaints("src/store/journal.rs", &"\n".repeat(401)),
        ["src/store/journal.rs:400: 401 lines; at most 400"]
    );
}

#[test]
fn names_say_what_a_thing_is() {
    assert_eq!(complaints("src/store/utils.rs", "").len(), 1);
    assert_eq!(complaints("src/store/common/mod.rs", "").len(), 1);
    assert_eq!(complaints("src/store/mod.rs", "mod helpers;\npub struct Manager;").len(), 2);
    assert_eq!(complaints("src/store/mod.rs", "mod database; pub struct CardInfo;"), [""; 0]);
}

#[test]
fn german_stands_in_text() {
    let text = "const A: &str = \"Konnektor prüft nicht\";";
    for path in ["src/desktop/menu.rs", "src/cli/check.rs", "src/domain/notice.rs", "src/main.rs"] {
        assert_eq!(complaints(path, text).len(), 1, "{path}");
    }
    for path in ["src/text/de.rs", "src/simulator/web.rs", "src/store/tests.rs", "tests/cli.rs"] {
        assert_eq!(complaints(path, text), [""; 0], "{path}");
    }
    let help = "#[arg(help = \"prüfen\")] struct A;";
    assert_eq!(complaints("src/cli/check.rs", help), [""; 0]);
    assert_eq!(complaints("src/cli/check.rs", &format!("{help} {text}")).len(), 1);
    assert_eq!(complaints("src/store/mod.rs", "/// „local“ heißt ä\nfn f() {}"), [""; 0]);
}

#[test]
fn nothing_unfinished_is_left() {
    let text = "fn f() { todo!() }\nfn g() { dbg!(unimplemented!()) }";
    assert_eq!(complaints("src/watch/mod.rs", text).len(), 3);
    assert_eq!(complaints("src/watch/mod.rs", "// todo!\nfn todo() -> &str { \"dbg!\" }"), [""; 0]);
}

#[test]
fn pages_take_their_words_from_text() {
    assert_eq!(
        rules::page_complaints("ui/app.slint", "a\ntext: @tr(\"Save\");"),
        ["ui/app.slint:2: @tr; words come from text/"]
    );
    assert_eq!(rules::page_complaints("ui/app.slint", "text: Words.save;"), [""; 0]);
}

#[test]
fn strings_comments_and_lifetimes_are_told_apart() {
    let text =
        "/* a /* unsafe */ b */ r#\"un\"safe\"# b\"x\\\"y\" 'a' '\\'' &'static r#type // end";
    let kinds: Vec<Kind> = tokens::tokens(text).into_iter().map(|token| token.kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::Text("un\"safe".to_owned()),
            Kind::Text("x\\\"y".to_owned()),
            Kind::Other,
            Kind::Other,
            Kind::Mark('&'),
            Kind::Other,
            Kind::Name("type".to_owned()),
        ]
    );
}

fn complaints(path: &str, text: &str) -> Vec<String> {
    rules::complaints(&Source::new(path, text))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn relative(path: &Path, package: &Path) -> String {
    let inside = path.strip_prefix(package).expect("the walk starts in the package");
    inside.to_string_lossy().replace('\\', "/")
}
