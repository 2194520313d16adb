//! The rules, each a function from a source to its complaints.

use crate::source::Source;
use crate::tokens::Kind;

const LAYERS: [&str; 10] = [
    "domain",
    "platform",
    "connector",
    "store",
    "watch",
    "text",
    "desktop",
    "cli",
    "main",
    "simulator",
];

/// A place and what is wrong there.
pub type Complaint = (usize, String);

pub fn complaints(source: &Source) -> Vec<String> {
    let rules =
        [imports, system, unsafe_code, pure_domain, asynchronous, length, names, words, unfinished];
    let mut found: Vec<Complaint> = rules.iter().flat_map(|rule| rule(source)).collect();
    found.sort();
    found.dedup();
    found.into_iter().map(|(line, what)| format!("{}:{line}: {what}", source.path)).collect()
}

/// Words on the pages come through `Words`, not from translations of the toolkit.
pub fn page_complaints(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().enumerate().filter(|(_, line)| line.contains("@tr"));
    lines.map(|(n, _)| format!("{path}:{}: @tr; words come from text/", n + 1)).collect()
}

/// Which layers a layer may import.
fn may_import(from: &str, to: &str, in_test: bool) -> bool {
    let below: &[&str] = match from {
        "domain" => &[],
        "platform" => &["domain"],
        // `store` and `connector` do not know each other.
        "connector" | "store" => &["domain", "platform"],
        "watch" => &["domain", "platform", "connector", "store"],
        "text" => &["domain", "platform", "connector", "store", "watch"],
        "desktop" => &["domain", "platform", "connector", "store", "watch", "text"],
        // The console's demo hosts the tray in its own process.
        "cli" => {
            &["domain", "platform", "connector", "store", "watch", "text", "desktop", "simulator"]
        }
        // No wire type in common with the client, and no way to borrow its reading of a document.
        "simulator" => &["platform"],
        "main" | "lib" | "tests" => &LAYERS,
        _ => &[],
    };
    from == to || below.contains(&to) || (to == "simulator" && in_test)
}

fn imports(source: &Source) -> Vec<Complaint> {
    let mut found = Vec::new();
    for at in 0..source.tokens.len() {
        for (place, target) in root_names(source, at) {
            let line = source.tokens[place].line;
            if target == "*" || target == "self" {
                found.push((line, "imports the whole crate; name the layer".to_owned()));
            } else if LAYERS.contains(&target.as_str())
                && !may_import(source.layer(), &target, source.tests[place])
            {
                found.push((line, format!("{} imports {target}", source.layer())));
            }
        }
    }
    found
}

/// The names that a path starting here takes from the crate's root: after `crate::`, `konnektorwart::`
/// or as many `super::` as lead out of every module.
fn root_names(source: &Source, at: usize) -> Vec<(usize, String)> {
    let token = &source.tokens[at];
    if token.is("crate") || token.is("konnektorwart") {
        return source.names_after(at + 1);
    }
    let continued = at >= 3 && source.colons(at - 2) && source.tokens[at - 3].is("super");
    if !token.is("super") || continued {
        return Vec::new();
    }
    let mut last = at;
    let mut left = source.modules[at].len();
    while source.tokens.get(last).is_some_and(|token| token.is("super")) {
        left = left.saturating_sub(1);
        last += 3;
    }
    if left == 0 { source.names_after(last - 2) } else { Vec::new() }
}

fn system(source: &Source) -> Vec<Complaint> {
    if matches!(source.layer(), "platform" | "tests") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, token) in source.tokens.iter().enumerate() {
        if source.path_at(at, &["std", "os"]) {
            found.push((token.line, "std::os outside platform/".to_owned()));
        }
        if !(token.is("cfg") || token.is("cfg_attr")) {
            continue;
        }
        let condition: Vec<&str> =
            group(source, at + 1).filter_map(|t| source.tokens[t].name()).collect();
        let systems = ["unix", "windows", "target_os", "target_family", "target_vendor"];
        if condition.iter().any(|name| systems.contains(name))
            && !condition.contains(&"windows_subsystem")
        {
            found
                .push((token.line, "a condition on the operating system outside platform/".into()));
        }
    }
    found
}

/// The tokens of the parentheses that open at `at` or one later (`cfg!(`).
fn group(source: &Source, at: usize) -> impl Iterator<Item = usize> {
    let start = if source.mark(at, '!') { at + 1 } else { at };
    let mut depth = 0;
    (start..source.tokens.len()).take_while(move |place| {
        depth += i32::from(source.mark(*place, '(')) - i32::from(source.mark(*place, ')'));
        depth > 0
    })
}

fn unsafe_code(source: &Source) -> Vec<Complaint> {
    let allowed = source.layer() == "platform";
    let hits = source.tokens.iter().filter(|token| !allowed && token.is("unsafe"));
    hits.map(|token| (token.line, "unsafe code outside platform/".to_owned())).collect()
}

/// No I/O, no clock, no randomness; addresses as values are welcome.
fn pure_domain(source: &Source) -> Vec<Complaint> {
    if source.layer() != "domain" {
        return Vec::new();
    }
    let impure = [
        "SystemTime",
        "Instant",
        "tokio",
        "rand",
        "getrandom",
        "reqwest",
        "keyring",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "ToSocketAddrs",
        "File",
        "OpenOptions",
    ];
    let modules = ["fs", "env", "process", "thread", "io"];
    let mut found = Vec::new();
    for (at, token) in source.tokens.iter().enumerate() {
        let imported = if token.is("std") { source.names_after(at + 1) } else { Vec::new() };
        for (_, name) in imported.iter().filter(|(_, name)| modules.contains(&name.as_str())) {
            found.push((token.line, format!("domain uses std::{name}")));
        }
        if let Some(name) = token.name().filter(|name| impure.contains(name)) {
            found.push((token.line, format!("domain uses {name}")));
        }
        let clock = ["Timestamp", "Zoned"].iter().any(|name| source.path_at(at, &[name, "now"]));
        if clock {
            found.push((token.line, "domain reads the clock".to_owned()));
        }
    }
    found
}

fn asynchronous(source: &Source) -> Vec<Complaint> {
    if matches!(source.layer(), "watch" | "connector" | "simulator" | "tests") {
        return Vec::new();
    }
    let hits = source.tokens.iter().filter(|token| token.is("async") || token.is("await"));
    hits.map(|token| (token.line, "async outside watch/, connector/ and simulator/".into()))
        .collect()
}

fn length(source: &Source) -> Vec<Complaint> {
    let long = source.lines > 400;
    long.then(|| (400, format!("{} lines; at most 400", source.lines))).into_iter().collect()
}

/// Names that say nothing, for modules (files, folders, `mod`) and for types.
fn names(source: &Source) -> Vec<Complaint> {
    let empty = |name: &str| {
        let name = name.to_lowercase();
        let singular = name.strip_suffix('s').unwrap_or(&name);
        ["util", "common", "helper", "manager", "handler", "misc", "base", "data", "info", "model"]
            .iter()
            .any(|word| *word == singular || *word == name)
    };
    let complaint = |line, name: &str| (line, format!("{name} is a name that says nothing"));
    let parts = source.path.split('/').map(|part| part.strip_suffix(".rs").unwrap_or(part));
    let mut found: Vec<Complaint> =
        parts.filter(|part| empty(part)).map(|part| complaint(1, part)).collect();
    for (at, token) in source.tokens.iter().enumerate() {
        if !["mod", "struct", "enum", "trait", "type"].iter().any(|word| token.is(word)) {
            continue;
        }
        let next = source.tokens.get(at + 1).and_then(|token| token.name());
        found.extend(next.filter(|name| empty(name)).map(|name| complaint(token.line, name)));
    }
    found
}

/// German stands in `text/`; besides it in the simulator, which speaks as the device does, in what
/// clap prints as help, and in tests.
fn words(source: &Source) -> Vec<Complaint> {
    if matches!(source.layer(), "text" | "simulator" | "tests")
        || source.path.starts_with("src/cli/help")
    {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut attribute = 0;
    for (at, token) in source.tokens.iter().enumerate() {
        if source.mark(at, '#') && (source.mark(at + 1, '[') || source.mark(at + 2, '[')) {
            attribute = attribute_end(source, at);
        }
        let help = source.layer() == "cli" && at < attribute;
        let Kind::Text(text) = &token.kind else {
            continue;
        };
        if text.contains(|c| "äöüÄÖÜß„".contains(c)) && !help && !source.tests[at] {
            found.push((token.line, "German outside text/".to_owned()));
        }
    }
    found
}

fn attribute_end(source: &Source, at: usize) -> usize {
    let mut depth = 0;
    for place in at + 1..source.tokens.len() {
        depth += i32::from(source.mark(place, '[')) - i32::from(source.mark(place, ']'));
        if depth == 0 && source.mark(place, ']') {
            return place;
        }
    }
    source.tokens.len()
}

fn unfinished(source: &Source) -> Vec<Complaint> {
    let macros = ["todo", "unimplemented", "dbg"];
    let mut found = Vec::new();
    for (at, token) in source.tokens.iter().enumerate() {
        let Some(name) = token.name().filter(|name| macros.contains(name)) else {
            continue;
        };
        if source.mark(at + 1, '!') {
            found.push((token.line, format!("{name}! is left")));
        }
    }
    found
}
