//! The operating system, behind one face per matter.
