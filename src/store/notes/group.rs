//! The thread that writes notes: takes all that wait, writes them, syncs once, answers them.
//!
//! Decides which slot is overwritten: never the newest durable one. After a failed sync nobody knows
//! what is on the disk, so the next write goes to the slot of the failed one again.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::slot::{BLOCK, Block, SLOT, slot};
use super::{Error, Position, read_block};
use crate::platform::files::{self, Access};

type Done = Box<dyn FnOnce(Result<(), Error>) + Send>;

struct Job {
    at: Position,
    account: [u8; 32],
    payload: Vec<u8>,
    done: Done,
}

#[derive(Debug)]
pub struct Writer {
    path: PathBuf,
    jobs: Mutex<Option<Sender<Job>>>,
}

impl Writer {
    /// The thread starts with the first note: a program that writes none has none.
    pub fn new(path: PathBuf) -> Self {
        let jobs = Mutex::new(None);
        Self { path, jobs }
    }

    pub fn submit(&self, at: Position, account: [u8; 32], payload: Vec<u8>, done: Done) {
        let job = Job { at, account, payload, done };
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = match jobs.as_ref() {
            Some(sender) => sender.send(job).err().map(|error| error.0),
            None => Some(job),
        };
        let Some(job) = refused else {
            return;
        };
        match self.start() {
            Ok(sender) => {
                // The thread holds the receiver until the sender is dropped.
                if let Err(error) = sender.send(job) {
                    (error.0.done)(Err(Error::Ended));
                }
                *jobs = Some(sender);
            }
            Err(error) => (job.done)(Err(error.into())),
        }
    }

    fn start(&self) -> io::Result<Sender<Job>> {
        let (sender, jobs) = channel();
        let path = self.path.clone();
        thread::Builder::new()
            .name("notes".to_owned())
            .stack_size(256 * 1024)
            .spawn(move || run(&path, &jobs))?;
        Ok(sender)
    }
}

fn run(path: &std::path::Path, jobs: &Receiver<Job>) {
    let mut unsure = BTreeMap::new();
    while let Ok(first) = jobs.recv() {
        let mut due = vec![first];
        due.extend(jobs.try_iter());
        let mut written = Vec::new();
        let opened = files::open_or_create(path, Access::OwnerOnly).map_err(Error::from);
        for job in due {
            let result = match &opened {
                Ok(file) => write(file, &job, &unsure),
                Err(error) => Err(error.clone()),
            };
            match result {
                Ok(slot) => written.push((job.at, slot, job.done)),
                Err(error) => (job.done)(Err(error)),
            }
        }
        let Ok(file) = opened else {
            continue;
        };
        let synced = file.sync_data().map_err(Error::from);
        for (at, slot, done) in written {
            match &synced {
                Ok(()) => unsure.remove(&at),
                Err(_) => unsure.insert(at, slot),
            };
            done(synced.clone());
        }
    }
}

/// Writes one note without sync; answers which slot it took.
fn write(file: &File, job: &Job, unsure: &BTreeMap<Position, usize>) -> Result<usize, Error> {
    let block = read_block(file, job.at.0)?;
    let newest = match Block::parse(&block) {
        Block::Of(hash, newest) if hash == job.account => newest,
        Block::Of(..) | Block::Damaged => return Err(Error::Damaged),
        Block::Free => return Err(Error::NoPlace),
    };
    let target = unsure.get(&job.at).copied().unwrap_or(1 - newest.slot);
    let bytes = slot(&job.account, newest.sequence + 1, &job.payload);
    let offset = job.at.0 * BLOCK as u64 + (target * SLOT) as u64;
    write_at(file, offset, &bytes)?;
    Ok(target)
}

/// Writes at a place; each thread uses a file handle of its own, so the position is nobody else's.
pub fn write_at(mut file: &File, offset: u64, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)
}
