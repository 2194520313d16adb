//! What an account's journal adds up to: one fold, for start-up and for live use alike.
//!
//! Records are folded in the order of their counters; the watcher's note is folded in its place, as the
//! record it stands for. An attempt without an outcome counts as doubtful, because the account's lock is held
//! while this is read: nobody is in the middle of one.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::expiry::{PasswordDate, Taking};
use super::identity::Generation;
use super::probe::{Doubt, Outcome, Refusal};
use super::record::{Note, NoteState, Record, Step, Subject};

/// A point in an account's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Orders it.
    pub counter: u64,
    /// When, for people.
    pub at: Timestamp,
}

/// What is known of one stored password.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GenerationStanding {
    /// When it was taken over or prepared.
    pub stored: Option<Mark>,
    /// The newest login that succeeded with it.
    pub accepted: Option<Mark>,
    /// The newest refusal.
    pub refused: Option<(Mark, Refusal)>,
    /// The newest doubtful attempt.
    pub doubtful: Option<(Mark, Doubt)>,
    /// Whether it was ever sent, shown, copied or handed out (S14).
    pub left_us: bool,
    /// When it first came into force, and how.
    pub in_force: Option<PasswordDate>,
}

/// An attempt without acceptance since the last acceptance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unaccepted {
    /// When.
    pub mark: Mark,
    /// What it carried.
    pub subject: Subject,
    /// How it ended.
    pub how: Failure,
    /// Whether a person had confirmed it.
    pub asked: bool,
}

/// How an attempt without acceptance ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The device said no.
    Refused(Refusal),
    /// Nobody knows.
    Doubtful(Doubt),
}

/// A change of the password that has begun and has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The new generation.
    pub generation: Generation,
    /// How far it got.
    pub stage: Stage,
    /// Its first record.
    pub began: Mark,
    /// When the password may have reached the device for the first time; none: nothing was sent.
    pub sent: Option<Mark>,
}

/// How far a change got; a later one is further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Durable, nothing sent.
    Prepared,
    /// Shown, copied or handed out.
    Handed,
    /// The request may have left.
    Setting,
    /// The device confirmed.
    Set,
}

/// Everything that is remembered of an account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// The password that is believed to be right.
    pub current: Option<Generation>,
    /// All generations that the records name.
    pub generations: BTreeMap<Generation, GenerationStanding>,
    /// Attempts without acceptance since the last acceptance, oldest first.
    pub unaccepted: Vec<Unaccepted>,
    /// The last acceptance of any password.
    pub accepted: Option<Mark>,
    /// A confirmation by a person that has not been used up.
    pub asked: Option<Mark>,
    /// An attempt without an outcome.
    pub open: Option<(Mark, Subject)>,
    /// A change that has not ended.
    pub change: Option<Change>,
    /// A certificate that nobody confirmed: since when.
    pub untrusted: Option<Mark>,
    /// The counter of the first record of the trouble that a person has been told of.
    pub told: Option<u64>,
    /// The new password is not yet entered in the practice software: since when.
    pub task: Option<Mark>,
    /// The highest counter.
    pub counter: u64,
    asked_attempt: bool,
}

impl Standing {
    /// Folds records in the order of their counters, the watcher's note in its place among them.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>, note: Option<&Note>) -> Self {
        let mut records: Vec<&Record> = records.into_iter().collect();
        let noted = note.and_then(|note| noted(note, &records));
        // A stable sort: an attempt comes before its own outcome, which carries the same counter.
        if let Some(record) = &noted {
            records.insert(0, record);
        }
        records.sort_by_key(|record| record.counter);
        let mut standing = Self::default();
        for record in records {
            standing.fold(record);
        }
        standing.counter = standing.counter.max(note.map_or(0, |note| note.counter));
        standing
    }

    /// Folds one record.
    pub fn fold(&mut self, record: &Record) {
        let mark = Mark { counter: record.counter, at: record.at };
        self.counter = self.counter.max(record.counter);
        match &record.step {
            Step::Adopted { generation, proven, task } => {
                self.adopted(mark, *generation, *proven);
                self.task = self.task.or_else(|| task.then_some(mark));
            }
            Step::Prepared { generation } => self.changing(mark, *generation, Stage::Prepared),
            Step::Handed { generation } => self.changing(mark, *generation, Stage::Handed),
            Step::Setting { generation } => self.changing(mark, *generation, Stage::Setting),
            Step::Set { generation } => self.changing(mark, *generation, Stage::Set),
            Step::Abandoned { generation } => {
                self.change = self.change.filter(|change| change.generation != *generation);
            }
            Step::Asked => self.asked = Some(mark),
            Step::Trying { subject } => self.trying(mark, *subject),
            Step::Unsent { subject } => self.unsent(*subject),
            Step::Proven { subject } => self.proven(mark, *subject),
            Step::Refused { subject, refusal } => {
                self.failed(mark, *subject, Failure::Refused(*refusal));
            }
            Step::Doubtful { subject, doubt } => {
                self.failed(mark, *subject, Failure::Doubtful(doubt.clone()));
            }
            Step::Untrusted { .. } => self.untrusted = self.untrusted.or(Some(mark)),
            Step::Trusted { .. } => self.untrusted = None,
            Step::Told { episode } => self.told = Some(*episode),
            Step::TaskOpened => self.task = Some(mark),
            Step::TaskDone => self.task = None,
            Step::Revealed { generation, how: _ } => self.generation(*generation).left_us = true,
        }
    }

    /// What is known of the current password.
    pub fn current_standing(&self) -> Option<&GenerationStanding> {
        self.current.and_then(|generation| self.generations.get(&generation))
    }

    /// All attempts without acceptance, an unfinished one included, oldest first.
    pub fn failures(&self) -> Vec<Unaccepted> {
        let mut failures = self.unaccepted.clone();
        failures.extend(self.open.map(|(mark, subject)| Unaccepted {
            mark,
            subject,
            how: Failure::Doubtful(Doubt::Unfinished),
            asked: self.asked_attempt,
        }));
        failures
    }

    /// The first attempt of the present trouble: when the device stopped accepting.
    pub fn trouble(&self) -> Option<Unaccepted> {
        self.failures().into_iter().next()
    }

    fn generation(&mut self, generation: Generation) -> &mut GenerationStanding {
        self.generations.entry(generation).or_default()
    }

    fn adopted(&mut self, mark: Mark, generation: Generation, proven: bool) {
        self.generation(generation).stored = Some(mark);
        self.comes_into_force(mark, generation);
        self.change = None;
        if proven {
            self.proven(mark, Subject::Stored(generation));
        }
    }

    fn changing(&mut self, mark: Mark, generation: Generation, stage: Stage) {
        let known = self.generation(generation);
        match stage {
            Stage::Prepared => known.stored = Some(mark),
            Stage::Handed | Stage::Setting | Stage::Set => known.left_us = true,
        }
        // The same record twice, after a crash between disk and answer, says nothing new.
        let same = self.change.filter(|change| change.generation == generation);
        let began = same.map_or(mark, |change| change.began);
        let sent = match stage {
            Stage::Prepared | Stage::Handed => None,
            Stage::Setting | Stage::Set => Some(mark),
        };
        let sent = same.and_then(|change| change.sent).or(sent);
        let stage = same.map_or(stage, |change| change.stage.max(stage));
        self.change = Some(Change { generation, stage, began, sent });
    }

    fn trying(&mut self, mark: Mark, subject: Subject) {
        // The same line twice is one attempt.
        if self.open == Some((mark, subject)) {
            return;
        }
        self.close_unfinished();
        if let Subject::Stored(generation) = subject {
            self.generation(generation).left_us = true;
        }
        self.asked_attempt = self.asked.take().is_some();
        self.open = Some((mark, subject));
    }

    fn unsent(&mut self, subject: Subject) {
        if self.open.is_some_and(|(_, open)| open == subject) {
            self.open = None;
            self.asked_attempt = false;
        }
    }

    fn proven(&mut self, mark: Mark, subject: Subject) {
        self.open = None;
        self.asked_attempt = false;
        self.unaccepted.clear();
        self.accepted = Some(mark);
        (self.told, self.untrusted) = (None, None);
        if let Subject::Stored(generation) = subject {
            let known = self.generation(generation);
            known.accepted = Some(mark);
            known.left_us = true;
            if self.change.is_some_and(|change| change.generation == generation) {
                self.change = None;
                self.comes_into_force(mark, generation);
            }
        }
    }

    /// A password that comes back (an earlier one after a restored backup) keeps its age.
    fn comes_into_force(&mut self, mark: Mark, generation: Generation) {
        let taking = if self.current.is_some() { Taking::Change } else { Taking::First };
        let known = self.generation(generation);
        known.in_force = known.in_force.or(Some(PasswordDate { at: mark.at, taking }));
        self.current = Some(generation);
    }

    fn failed(&mut self, mark: Mark, subject: Subject, how: Failure) {
        // The same line twice is one outcome.
        if self.unaccepted.iter().any(|known| (known.mark, known.subject) == (mark, subject)) {
            return;
        }
        let asked = std::mem::take(&mut self.asked_attempt);
        // An outcome closes the attempt that it belongs to; any other open attempt stays on record.
        if self.open.is_some_and(|(_, open)| open == subject) {
            self.open = None;
        }
        if let Subject::Stored(generation) = subject {
            let known = self.generation(generation);
            known.left_us = true;
            match &how {
                Failure::Refused(refusal) => known.refused = Some((mark, *refusal)),
                Failure::Doubtful(doubt) => known.doubtful = Some((mark, doubt.clone())),
            }
        }
        self.unaccepted.push(Unaccepted { mark, subject, how, asked });
    }

    fn close_unfinished(&mut self) {
        if let Some((mark, subject)) = self.open.take() {
            self.failed(mark, subject, Failure::Doubtful(Doubt::Unfinished));
        }
    }
}

/// The record that a note stands for; none if the journal tells the same attempt's outcome.
pub fn noted(note: &Note, records: &[&Record]) -> Option<Record> {
    let subject = Subject::Stored(note.generation);
    let step = match &note.state {
        NoteState::Trying => Step::Trying { subject },
        NoteState::Unsent => return None,
        NoteState::Ended(_) if records.iter().any(|record| record.counter == note.counter) => {
            return None;
        }
        NoteState::Ended(Outcome::Accepted) => Step::Proven { subject },
        NoteState::Ended(Outcome::Refused(refusal)) => Step::Refused { subject, refusal: *refusal },
        NoteState::Ended(Outcome::Doubtful(doubt)) => {
            Step::Doubtful { subject, doubt: doubt.clone() }
        }
    };
    Some(Record { counter: note.counter, at: note.at, by: String::new(), step })
}

impl GenerationStanding {
    /// Whether a refusal or a doubt is on record after the last acceptance (SAFETY 1, *free*).
    pub fn is_clean(&self) -> bool {
        let accepted = self.accepted.map_or(0, |mark| mark.counter);
        let refused = self.refused.as_ref().map_or(0, |(mark, _)| mark.counter);
        let doubtful = self.doubtful.as_ref().map_or(0, |(mark, _)| mark.counter);
        accepted >= refused && accepted >= doubtful
    }

    /// The refusal that stands: not ended by a later acceptance.
    pub fn standing_refusal(&self) -> Option<(Mark, Refusal)> {
        let accepted = self.accepted.map_or(0, |mark| mark.counter);
        self.refused.filter(|(mark, _)| mark.counter > accepted)
    }
}

#[cfg(test)]
mod tests;
