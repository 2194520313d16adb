//! Splits Rust source into tokens: just enough to tell names, strings and punctuation apart.
//!
//! Comments vanish, a lifetime is no character literal, raw strings end where they end. A source that
//! rustc accepts is never misread; what rustc refuses may be.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword; `r#name` without its prefix.
    Name(String),
    /// The contents of a string literal as written, escapes included.
    Text(String),
    Mark(char),
    /// A number, a character literal or a lifetime.
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    /// Counted from 1.
    pub line: usize,
}

impl Token {
    pub fn is(&self, name: &str) -> bool {
        matches!(&self.kind, Kind::Name(own) if own == name)
    }

    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Name(name) => Some(name),
            Kind::Text(_) | Kind::Mark(_) | Kind::Other => None,
        }
    }
}

pub fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Reader { rest: source.chars().collect(), at: 0, line: 1 };
    let mut found = Vec::new();
    while let Some(next) = reader.peek(0) {
        let line = reader.line;
        if let Some(kind) = reader.token(next) {
            found.push(Token { kind, line });
        }
    }
    found
}

struct Reader {
    rest: Vec<char>,
    at: usize,
    line: usize,
}

impl Reader {
    fn token(&mut self, next: char) -> Option<Kind> {
        if next.is_whitespace() {
            self.skip();
            return None;
        }
        if next == '/' && self.peek(1) == Some('/') {
            self.skip_while(|c| c != '\n');
            return None;
        }
        if next == '/' && self.peek(1) == Some('*') {
            self.block_comment();
            return None;
        }
        if let Some(text) = self.string() {
            return Some(Kind::Text(text));
        }
        if next == '\'' {
            self.character_or_lifetime();
            return Some(Kind::Other);
        }
        if next.is_ascii_digit() {
            self.skip_while(|c| c.is_alphanumeric() || c == '_');
            return Some(Kind::Other);
        }
        if next.is_alphabetic() || next == '_' {
            return Some(Kind::Name(self.name()));
        }
        self.skip();
        Some(Kind::Mark(next))
    }

    fn name(&mut self) -> String {
        if self.peek(0) == Some('r') && self.peek(1) == Some('#') {
            self.skip();
            self.skip();
        }
        let start = self.at;
        self.skip_while(|c| c.is_alphanumeric() || c == '_');
        self.rest[start..self.at].iter().collect()
    }

    /// A string literal of any form (`"`, `b"`, `c"`, `r#"`, `br##"`), if one begins here.
    fn string(&mut self) -> Option<String> {
        let mut ahead = 0;
        if matches!(self.peek(ahead), Some('b' | 'c')) {
            ahead += 1;
        }
        let raw = self.peek(ahead) == Some('r');
        if raw {
            ahead += 1;
        }
        let mut hashes = 0;
        while raw && self.peek(ahead) == Some('#') {
            hashes += 1;
            ahead += 1;
        }
        if self.peek(ahead) != Some('"') {
            return None;
        }
        (0..=ahead).for_each(|_| self.skip());
        let start = self.at;
        while let Some(next) = self.peek(0) {
            if !raw && next == '\\' {
                self.skip();
            } else if next == '"' && (1..=hashes).all(|n| self.peek(n) == Some('#')) {
                break;
            }
            self.skip();
        }
        let end = self.at.min(self.rest.len());
        (0..=hashes).for_each(|_| self.skip());
        Some(self.rest[start..end].iter().collect())
    }

    fn character_or_lifetime(&mut self) {
        self.skip();
        let escaped = self.peek(0) == Some('\\');
        if !escaped && self.peek(1) != Some('\'') {
            self.skip_while(|c| c.is_alphanumeric() || c == '_');
            return;
        }
        if escaped {
            self.skip();
        }
        self.skip();
        self.skip_while(|c| c != '\'');
        self.skip();
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while let Some(next) = self.peek(0) {
            let pair = (next, self.peek(1));
            depth += i32::from(pair == ('/', Some('*'))) - i32::from(pair == ('*', Some('/')));
            self.skip();
            if pair == ('/', Some('*')) || pair == ('*', Some('/')) {
                self.skip();
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn skip_while(&mut self, wanted: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&wanted) {
            self.skip();
        }
    }

    fn skip(&mut self) {
        self.line += usize::from(self.peek(0) == Some('\n'));
        self.at += 1;
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.get(self.at + ahead).copied()
    }
}
