//! Judges that nobody here wrote: xmllint with the official schemas, zeep, which builds its calls from the
//! WSDL, OpenSSL, and a browser. Where they are missing, the run says what was left out; `KONNEKTOR_TESTS_COMPLETE=1` makes that a failure.
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The folder with the official schemas, or why it cannot be used.
fn schemas() -> Result<PathBuf, String> {
    match std::env::var_os("KONNEKTOR_WSDL") {
        Some(folder) if PathBuf::from(&folder).join("conn/EventService.wsdl").is_file() => {
            Ok(PathBuf::from(folder))
        }
        Some(_) => Err("KONNEKTOR_WSDL names a folder without conn/EventService.wsdl".to_owned()),
        None => {
            Err("set KONNEKTOR_WSDL to the folder `wsdl` of gematik/api-telematik 5.0.8".to_owned())
        }
    }
}

fn runs(program: &str, arguments: &[&str]) -> bool {
    let status =
        Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Says what is left out; fails where nothing may be.
fn left_out(what: &str, how: &str) {
    let complete = std::env::var("KONNEKTOR_TESTS_COMPLETE").is_ok_and(|value| value == "1");
    assert!(!complete, "{what} cannot be left out: {how}");
    eprintln!("LEFT OUT: {what}; {how}");
}

/// A document with the schema it has to satisfy.
pub struct Judged {
    pub name: String,
    pub schema: &'static str,
    pub document: String,
}

/// Validates every document with xmllint.
pub fn validate(documents: &[Judged]) {
    let what = format!("{} schema validations", documents.len());
    let folder = match schemas() {
        Ok(folder) => folder,
        Err(how) => return left_out(&what, &how),
    };
    if !runs("xmllint", &["--version"]) {
        return left_out(&what, "install libxml2-utils (xmllint)");
    }
    for judged in documents {
        let mut child = Command::new("xmllint")
            .args(["--nonet", "--noout", "--schema"])
            .arg(folder.join(judged.schema))
            .arg("-")
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("xmllint starts");
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(judged.document.as_bytes()).expect("xmllint reads");
        drop(input);
        let output = child.wait_with_output().expect("xmllint ends");
        assert!(
            output.status.success(),
            "{}: {}\n{}",
            judged.name,
            String::from_utf8_lossy(&output.stderr),
            judged.document
        );
    }
    eprintln!("validated {what} with xmllint");
}

/// Runs the strict SOAP client with the WSDL folder in front of `arguments`.
pub fn zeep(arguments: &[&str], input: &str) -> Option<String> {
    let what = "the strict SOAP client zeep_client.py";
    let folder = match schemas() {
        Ok(folder) => folder.to_string_lossy().into_owned(),
        Err(how) => {
            left_out(what, &how);
            return None;
        }
    };
    if !runs("python3", &["-c", "import zeep"]) {
        left_out(what, "install Python 3 and zeep (pip install zeep)");
        return None;
    }
    Some(script("zeep_client.py", &[&[folder.as_str()], arguments].concat(), input))
}

/// Changes a password with a real browser.
pub fn browser(url: &str, input: &str) -> Option<String> {
    in_browser("browser_change.py", &[url], input)
}

/// Runs a script of `tests/scripts` with a real browser in front of its arguments.
pub fn in_browser(name: &str, arguments: &[&str], input: &str) -> Option<String> {
    let what = "the web UI in a real browser";
    let browsers = ["chromium", "chromium-browser", "google-chrome"];
    let browser = browsers.iter().find(|name| runs(name, &["--version"]));
    let playwright = runs("python3", &["-c", "import playwright.sync_api"]);
    let (Some(browser), true) = (browser, playwright) else {
        left_out(what, "install chromium, Python 3 and playwright (pip install playwright)");
        return None;
    };
    let found = Command::new("sh").args(["-c", "command -v \"$0\"", browser]).output();
    let path = String::from_utf8(found.expect("sh runs").stdout).expect("a path");
    Some(script(name, &[&[path.trim()], arguments].concat(), input))
}

/// Runs a script of `tests/scripts`; its input is `input`.
fn script(name: &str, arguments: &[&str], input: &str) -> String {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scripts").join(name);
    let mut child = Command::new("python3")
        .arg(script)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3 starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    pipe.write_all(input.as_bytes()).expect("the script reads");
    drop(pipe);
    let output = child.wait_with_output().expect("the script ends");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// The outcome of `openssl s_client` or `curl`, where they are there.
pub fn program(program: &str, arguments: &[&str]) -> Option<String> {
    if !runs(program, &[if program == "openssl" { "version" } else { "--version" }]) {
        left_out(&format!("a check with {program}"), &format!("install {program}"));
        return None;
    }
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    Some(format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}
