//! glibc's allocator; others are left alone.

/// One arena for all threads: otherwise nearly every short-lived helper thread leaves one of its own
/// behind, with what was freed in it. And a fixed threshold: once it has freed a large block, such as a
/// settings file, glibc would otherwise keep everything up to twice that size for ever.
#[cfg(target_env = "gnu")]
#[allow(unsafe_code)]
pub(in crate::platform) fn be_frugal() {
    /// `M_ARENA_MAX` of `malloc.h`.
    const ARENA_MAX: i32 = -8;
    /// `M_TRIM_THRESHOLD` of `malloc.h`: the free bytes at the end of the heap that are kept.
    const TRIM_THRESHOLD: i32 = -1;
    const KEPT: i32 = 128 * 1024;

    unsafe extern "C" {
        fn mallopt(parameter: i32, value: i32) -> i32;
    }
    // SAFETY: `mallopt` takes two numbers and locks the allocator itself. A parameter that it does not
    // know changes nothing.
    unsafe {
        mallopt(ARENA_MAX, 1);
        mallopt(TRIM_THRESHOLD, KEPT);
    }
}

#[cfg(not(target_env = "gnu"))]
pub(in crate::platform) fn be_frugal() {}
