//! The exhaustive model: every answer of the device, a kill and a power cut after every durable step, up to
//! three in a row, every step twice, drift before the start; invariants R1 to R4 in every world.
//!
//! The world follows the functions of the domain (`next`, `decide`, the fold) and plays disk, keyring
//! and device. A schedule is a list of choices; they are enumerated like an odometer.

use std::collections::{BTreeMap, BTreeSet};

use super::played::{Choices, Device, SOMEBODY_ELSES};
use super::*;

/// A durability step that is left out, to show that the model would see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Omitted {
    Nothing,
    /// No sealed copy of our own.
    Seal,
    /// No record before the change request leaves.
    Setting,
    /// No record before an attempt.
    Trying,
    /// The sealed copy goes as soon as the keyring has the entry, in the same boot.
    LaterBoot,
}

#[derive(Clone, Copy)]
struct Rules {
    omitted: Omitted,
    /// The operating system can make the keyring's writes durable.
    has_sync: bool,
    drift: bool,
    most_crashes: usize,
    /// The durable step that is done twice.
    doubled: Option<usize>,
}

/// The program ended.
struct Crash;

struct World<'a> {
    rules: Rules,
    choices: &'a mut Choices,
    records: Vec<Record>,
    standing: Standing,
    answered: Option<u64>,
    sealed: BTreeSet<Generation>,
    /// The boot of the last write, and whether it survives a power cut.
    entries: BTreeMap<Generation, (u32, bool)>,
    boot: u32,
    crashes: usize,
    steps: usize,
    device: Device,
    unsent: usize,
    refused_unasked: BTreeMap<Generation, u32>,
    violation: Option<String>,
}

impl<'a> World<'a> {
    fn new(rules: Rules, choices: &'a mut Choices) -> Self {
        let password = if rules.drift { SOMEBODY_ELSES } else { OLD };
        let mut world = Self {
            rules,
            choices,
            records: Vec::new(),
            standing: Standing::default(),
            answered: None,
            sealed: BTreeSet::new(),
            entries: BTreeMap::from([(OLD, (0, true))]),
            boot: 1,
            crashes: 0,
            steps: 0,
            device: Device { password, failures: 0, late: None },
            unsent: 0,
            refused_unasked: BTreeMap::new(),
            violation: None,
        };
        let adopted = Step::Adopted { generation: OLD, proven: true, task: false };
        world.write(world.record(adopted));
        world
    }

    fn record(&self, step: Step) -> Record {
        let counter = self.standing.counter + 1;
        Record { counter, at: Timestamp::UNIX_EPOCH, by: String::new(), step }
    }

    fn write(&mut self, record: Record) {
        self.standing.fold(&record);
        self.records.push(record);
    }

    /// A durable step, after which the program may end.
    fn durable(&mut self, step: impl Fn(&mut Self)) -> Result<(), Crash> {
        self.steps += 1;
        step(self);
        if self.rules.doubled == Some(self.steps) {
            step(self);
        }
        self.may_crash()
    }

    fn append(&mut self, step: Step) -> Result<(), Crash> {
        let record = self.record(step);
        self.durable(move |world| world.write(record.clone()))
    }

    fn may_crash(&mut self) -> Result<(), Crash> {
        self.check();
        if self.crashes >= self.rules.most_crashes || self.violation.is_some() {
            return Ok(());
        }
        match self.choices.take(3) {
            0 => return Ok(()),
            1 => {}
            _ => self.power_cut(),
        }
        self.crashes += 1;
        self.check();
        Err(Crash)
    }

    fn power_cut(&mut self) {
        let weak: Vec<Generation> =
            self.entries.iter().filter(|(_, (_, durable))| !durable).map(|(g, _)| *g).collect();
        for generation in weak {
            if self.choices.take(2) == 0 {
                self.entries.remove(&generation);
            } else if let Some((_, durable)) = self.entries.get_mut(&generation) {
                *durable = true;
            }
        }
        self.boot += 1;
    }

    fn check(&mut self) {
        let kept = |generation: &Generation| {
            self.sealed.contains(generation)
                || self.entries.get(generation).is_some_and(|(_, durable)| *durable)
        };
        let valid = std::iter::once(self.device.password).chain(self.device.late);
        let mut ours = valid.filter(|generation| *generation != SOMEBODY_ELSES);
        if let Some(lost) = ours.find(|generation| !kept(generation)) {
            self.violate(format!("R1: {lost} may be valid and is not durable"));
        }
        if self.device.is_locked() {
            self.violate("R3: the account is locked".to_owned());
        }
        if self.refused_unasked.values().any(|times| *times > 1) {
            self.violate("R2: a refused version was sent twice".to_owned());
        }
        let unasked = self.standing.failures().iter().filter(|failure| !failure.asked).count();
        if unasked > 2 {
            self.violate("R4: more than two attempts without acceptance".to_owned());
        }
    }

    fn violate(&mut self, what: String) {
        self.violation.get_or_insert(what);
    }

    /// A change that was promised for later is carried out at this moment, or not yet.
    fn perhaps_late(&mut self) {
        if self.device.late.is_some() && self.choices.take(2) == 1 {
            self.device.password = self.device.late.take().unwrap();
            self.device.failures = 0;
        }
    }

    fn attempt(&mut self, generation: Generation) -> Result<(), Crash> {
        let subject = Subject::Stored(generation);
        if self.rules.omitted != Omitted::Trying {
            self.append(Step::Trying { subject })?;
        }
        self.perhaps_late();
        let silence = Step::Doubtful { subject, doubt: Doubt::Silent(Silence::Reset) };
        let kinds = if self.unsent == 0 { 4 } else { 3 };
        let outcome = match self.choices.take(kinds) {
            0 if self.device.logs_in(generation) => Step::Proven { subject },
            0 => {
                *self.refused_unasked.entry(generation).or_default() += 1;
                Step::Refused { subject, refusal: Refusal::Credential(401) }
            }
            // Counted by the device, and the answer lost.
            1 => {
                self.device.logs_in(generation);
                silence
            }
            // Lost on the way.
            2 => silence,
            _ => {
                self.unsent += 1;
                Step::Unsent { subject }
            }
        };
        self.may_crash()?;
        self.append(outcome)
    }

    /// One change from the beginning.
    fn change(&mut self) -> Result<(), Crash> {
        let before = self.unsent;
        self.attempt(OLD)?;
        if self.unsent > before || !self.standing.failures().is_empty() {
            return Ok(());
        }
        self.store()?;
        self.append(PREPARED)?;
        if self.rules.omitted != Omitted::Setting {
            self.append(SETTING)?;
        }
        self.send()?;
        self.go_on()
    }

    fn store(&mut self) -> Result<(), Crash> {
        if self.rules.omitted != Omitted::Seal {
            self.durable(|world| {
                world.sealed.insert(NEW);
            })?;
        }
        self.write_entry()
    }

    fn write_entry(&mut self) -> Result<(), Crash> {
        let boot = self.boot;
        self.durable(move |world| {
            // An entry that is there is left alone.
            world.entries.entry(NEW).or_insert((boot, false));
        })?;
        if self.rules.has_sync {
            self.durable(|world| world.entries.get_mut(&NEW).unwrap().1 = true)?;
        }
        Ok(())
    }

    fn send(&mut self) -> Result<(), Crash> {
        let answer = self.choices.take(5);
        match answer {
            0 | 1 => (self.device.password, self.device.failures) = (NEW, 0),
            2 | 4 => {}
            _ => self.device.late = Some(NEW),
        }
        self.may_crash()?;
        match answer {
            0 => self.append(SET),
            // The device's rules refuse it: a complete answer.
            4 => self.append(Step::Abandoned { generation: NEW }),
            _ => Ok(()),
        }
    }

    /// The loop of first run and resume.
    fn go_on(&mut self) -> Result<(), Crash> {
        let limit = AttemptLimit::new(super::played::LIMIT).unwrap();
        // A bound that only a broken rule reaches.
        for _ in 0..12 {
            match next(&self.standing, limit, self.answered) {
                Action::Rest => return self.retire(),
                Action::AskPerson(_) => return Ok(()),
                Action::GiveUp(generation) => {
                    self.append(Step::Abandoned { generation })?;
                    // Nothing was sent, so S14 does not hold it.
                    self.sealed.remove(&generation);
                    self.entries.remove(&generation);
                    self.check();
                }
                Action::Abandon(generation) => self.append(Step::Abandoned { generation })?,
                Action::Prove(generation) | Action::ProveOld(generation) => {
                    let (ledger, subject) = (LedgerView::default(), Subject::Stored(generation));
                    let (wish, answered) = (Wish::Change, self.answered);
                    if let Err(why) =
                        decide(&self.standing, &ledger, limit, subject, wish, answered)
                    {
                        self.violate(format!("what comes next is not permitted: {why:?}"));
                        return Ok(());
                    }
                    let before = self.unsent;
                    self.attempt(generation)?;
                    if self.unsent > before {
                        // Not reached: another start goes on.
                        return Ok(());
                    }
                }
                Action::NotAnsweredSince(_) => self.answered = Some(self.standing.counter + 1),
            }
        }
        self.violate("the change does not end".to_owned());
        Ok(())
    }

    /// The program starts again.
    fn start(&mut self) -> Result<(), Crash> {
        self.standing = Standing::of(&self.records, None);
        self.answered = None;
        if self.sealed.contains(&NEW) && !self.entries.contains_key(&NEW) {
            self.write_entry()?;
        }
        if let Some((_, subject)) = self.standing.open {
            self.append(Step::Doubtful { subject, doubt: Doubt::Unfinished })?;
        }
        self.go_on()
    }

    /// S12: the sealed copy goes.
    fn retire(&mut self) -> Result<(), Crash> {
        let early = self.rules.omitted == Omitted::LaterBoot;
        let has_sync = self.rules.has_sync;
        let rested = self
            .entries
            .get(&NEW)
            .is_some_and(|(boot, durable)| early || *boot < self.boot || (has_sync && *durable));
        if rested && self.sealed.contains(&NEW) {
            self.durable(|world| {
                world.sealed.remove(&NEW);
            })?;
        }
        Ok(())
    }

    fn play(mut self) -> Option<String> {
        let mut ended = self.change();
        // A crash, or a device that was not reached: what is safe goes on at a later start.
        let mut unsent = 0;
        while self.violation.is_none() && (ended.is_err() || self.unsent > unsent) {
            unsent = self.unsent;
            ended = self.start();
        }
        if let Some(late) = self.device.late.take() {
            self.device.password = late;
        }
        self.check();
        self.violation
    }
}

/// Plays every schedule; the number of worlds, or the first that breaks an invariant.
fn worlds(rules: Rules) -> Result<u64, String> {
    let mut choices = Choices::default();
    let mut count = 0;
    loop {
        count += 1;
        if let Some(violation) = World::new(rules, &mut choices).play() {
            return Err(format!("{violation} after {:?}", choices.taken));
        }
        match choices.advance() {
            Some(next) => choices = next,
            None => return Ok(count),
        }
    }
}

const ALL_STEPS: usize = 24;

fn rules(has_sync: bool, drift: bool, most_crashes: usize) -> Rules {
    Rules { omitted: Omitted::Nothing, has_sync, drift, most_crashes, doubled: None }
}

fn play(has_sync: bool) -> u64 {
    let mut count = 0;
    for drift in [false, true] {
        count += worlds(rules(has_sync, drift, 3)).unwrap();
        for doubled in 1..=ALL_STEPS {
            let twice = Rules { doubled: Some(doubled), ..rules(has_sync, drift, 1) };
            count += worlds(twice).unwrap();
        }
    }
    count
}

/// R1 to R4 in every world, where the system can make the keyring's writes durable.
#[test]
fn no_world_loses_a_password_locks_the_account_or_repeats_a_refusal() {
    let count = play(true);
    println!("{count} worlds with sync(2)");
    assert!(count > 100_000, "{count} worlds are not exhaustive");
}

/// R1 to R4 in every world, where any of this boot's writes to the keyring may be gone.
#[test]
fn no_world_without_sync_loses_a_password_locks_the_account_or_repeats_a_refusal() {
    let count = play(false);
    println!("{count} worlds without sync(2)");
    assert!(count > 200_000, "{count} worlds are not exhaustive");
}

/// The model can fail: each durability step, left out, is missed.
#[test]
fn a_durability_step_left_out_breaks_an_invariant() {
    let cases = [
        (Omitted::Seal, "R1"),
        (Omitted::LaterBoot, "R1"),
        (Omitted::Setting, "R1"),
        (Omitted::Trying, "R2"),
    ];
    for (omitted, invariant) in cases {
        let broken = Rules { omitted, ..rules(false, false, 2) };
        let found = worlds(broken).expect_err("the model does not miss the step");
        assert!(found.starts_with(invariant), "without {omitted:?}: {found}");
    }
}
