//! A source file as the rules see it: where it stands, its tokens, which module each token is in, and
//! which of them are test code.

use crate::tokens::{Token, tokens};

pub struct Source {
    pub path: String,
    pub lines: usize,
    pub tokens: Vec<Token>,
    /// For each token the module it stands in, from the crate's root.
    pub modules: Vec<Vec<String>>,
    /// For each token whether only tests compile it.
    pub tests: Vec<bool>,
}

impl Source {
    /// `path` is relative to the package, with `/`: `src/domain/probe.rs`.
    pub fn new(path: &str, text: &str) -> Self {
        let tokens = tokens(text);
        let whole_file =
            !path.starts_with("src/") || path.ends_with("/tests.rs") || path.contains("/tests/");
        let (modules, tests) = places(&tokens, &module_of(path), whole_file);
        Self { path: path.to_owned(), lines: text.lines().count(), tokens, modules, tests }
    }

    /// The layer: the first folder or file below `src/`; the executables are `main`.
    pub fn layer(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or("tests");
        let first = inside.split('/').next().unwrap_or_default();
        match first.strip_suffix(".rs").unwrap_or(first) {
            "bin" | "main" => "main",
            other => other,
        }
    }

    /// Whether the tokens at `at` are this path, `::` written between the names.
    pub fn path_at(&self, at: usize, names: &[&str]) -> bool {
        names.iter().enumerate().all(|(n, name)| {
            let place = at + 3 * n;
            self.tokens.get(place).is_some_and(|token| token.is(name))
                && (n + 1 == names.len() || self.colons(place + 1))
        })
    }

    pub fn colons(&self, at: usize) -> bool {
        self.mark(at, ':') && self.mark(at + 1, ':')
    }

    pub fn mark(&self, at: usize, mark: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_mark(mark))
    }

    /// The first names after a path that ends before `at`: one, or those of a group in braces.
    pub fn names_after(&self, at: usize) -> Vec<(usize, String)> {
        if !self.colons(at) {
            return Vec::new();
        }
        let start = at + 2;
        if !self.mark(start, '{') {
            return self.first_name(start).into_iter().collect();
        }
        let mut found = Vec::new();
        let mut depth = 0;
        for place in start..self.tokens.len() {
            if self.mark(place, '{') {
                depth += 1;
            } else if self.mark(place, '}') {
                depth -= 1;
            }
            if depth == 0 {
                break;
            }
            if depth == 1 && (self.mark(place, ',') || place == start) {
                found.extend(self.first_name(place + 1));
            }
        }
        found
    }

    fn first_name(&self, at: usize) -> Option<(usize, String)> {
        let token = self.tokens.get(at)?;
        if token.is_mark('*') {
            return Some((at, "*".to_owned()));
        }
        token.name().map(|name| (at, name.to_owned()))
    }
}

fn module_of(path: &str) -> Vec<String> {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    let mut parts: Vec<String> =
        inside.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// Follows braces: what `mod name {` and `#[cfg(test)]` enclose.
fn places(tokens: &[Token], file: &[String], whole_file: bool) -> (Vec<Vec<String>>, Vec<bool>) {
    let mut module = file.to_vec();
    let mut blocks: Vec<(bool, bool)> = Vec::new();
    let (mut named, mut marked) = (None, false);
    let (mut modules, mut tests) = (Vec::new(), Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        let inside = whole_file || marked || blocks.iter().any(|(_, test)| *test);
        modules.push(module.clone());
        tests.push(inside);
        let word = |ahead: usize, name: &str| tokens.get(at + ahead).is_some_and(|t| t.is(name));
        if word(0, "cfg") && word(2, "test") {
            marked = true;
        } else if word(0, "mod") {
            named = tokens.get(at + 1).and_then(Token::name).map(str::to_owned);
            marked |= named.as_deref() == Some("tests");
        } else if token.is_mark('{') {
            blocks.push((named.is_some(), marked));
            module.extend(named.take());
            marked = false;
        } else if token.is_mark('}') {
            if let Some((true, _)) = blocks.pop() {
                module.pop();
            }
        } else if token.is_mark(';') {
            (named, marked) = (None, false);
        }
    }
    (modules, tests)
}
