//! The background task: the only place where effects happen.
