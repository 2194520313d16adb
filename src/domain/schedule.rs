//! When an account is checked next: spread at the start, jitter, back-off while unreachable.
//!
//! Times are `ticks`: the monotonic time since the program started. Wall-clock time is for people only.

use std::time::Duration;

use jiff::Timestamp;

/// The present moment on both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// For people and for standby detection.
    pub wall: Timestamp,
    /// Monotonic time since the start of the program.
    pub ticks: Duration,
}

/// Both clocks may differ by this much before it is taken for a standby or a set clock.
pub const JUMP: Duration = Duration::from_secs(30);

/// The longest pause between two attempts to reach a connector.
pub(in crate::domain) const LONGEST_BACK_OFF: Duration = Duration::from_secs(15 * 60);

/// After a check that found another program or session at work, with nothing to show for it yet.
pub const SOON: Duration = Duration::from_secs(5);

/// A connector that is back is found within this time even if its account is checked rarely.
const SHORTEST_BACK_OFF_BASE: Duration = Duration::from_secs(5 * 60);

/// The delay of the first check of account `index` of `count`: at once for a handful, otherwise evenly
/// over the interval, at most over a minute.
pub fn first_delay(index: usize, count: usize, interval: Duration) -> Duration {
    let span = interval.min(Duration::from_secs(60));
    if count <= 8 {
        return Duration::from_millis(150).saturating_mul(clamp(index));
    }
    span.mul_f64(index as f64 / count as f64)
}

/// The delay to the next regular check: the interval with a jitter of up to 2 % either way, so that
/// checks that fell together drift apart. `seed` may be any number, different for each account.
pub fn next_delay(interval: Duration, seed: u64) -> Duration {
    let unit = (mix(seed) >> 11) as f64 / (1_u64 << 53) as f64;
    interval.mul_f64(0.98 + 0.04 * unit)
}

/// The delay after `failures` (1 or more) checks that did not reach the connector.
pub fn back_off(interval: Duration, failures: u32) -> Duration {
    let base = interval.min(SHORTEST_BACK_OFF_BASE);
    let factor = 1_u32 << failures.saturating_sub(1).min(8);
    base.saturating_mul(factor).min(LONGEST_BACK_OFF.max(base))
}

/// Whether the two clocks say that the computer slept or that a clock was set.
pub fn is_jump(before: Now, now: Now) -> bool {
    let walked = now.wall.duration_since(before.wall);
    let ticked = now.ticks.saturating_sub(before.ticks);
    let ticked = jiff::SignedDuration::try_from(ticked).unwrap_or(jiff::SignedDuration::MAX);
    walked.checked_sub(ticked).is_none_or(|gap| gap.unsigned_abs() > JUMP)
}

fn clamp(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// SplitMix64's finalizer: spreads neighboring seeds over all bits.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_second_of_the_first_minute_gets_more_than_its_share() {
        let mut seconds = [0_u32; 60];
        for index in 0..10_000 {
            let delay = first_delay(index, 10_000, Duration::from_secs(60));
            seconds[usize::try_from(delay.as_secs()).unwrap()] += 1;
        }
        assert!(seconds.iter().all(|count| *count <= 250), "{seconds:?}");
    }

    #[test]
    fn back_off_grows_and_ends() {
        let minutes = |failures| back_off(Duration::from_secs(60), failures).as_secs() / 60;
        assert_eq!([1, 2, 3, 4, 5, 60].map(minutes), [1, 2, 4, 8, 15, 15]);
        let day = Duration::from_secs(24 * 3600);
        assert_eq!(back_off(day, 1), Duration::from_secs(300));
    }

    #[test]
    fn jitter_stays_within_two_percent() {
        let interval = Duration::from_secs(300);
        for seed in 0..1000 {
            let delay = next_delay(interval, seed);
            assert!(delay >= interval.mul_f64(0.98) && delay <= interval.mul_f64(1.02));
        }
    }

    #[test]
    fn standby_and_a_set_clock_are_jumps_and_plain_time_is_not() {
        let now = |wall: i64, ticks: u64| Now {
            wall: Timestamp::from_second(wall).unwrap(),
            ticks: Duration::from_secs(ticks),
        };
        assert!(!is_jump(now(1000, 10), now(1060, 70)));
        assert!(is_jump(now(1000, 10), now(30_000, 70)));
        assert!(is_jump(now(1000, 10), now(10, 11)));
    }
}
