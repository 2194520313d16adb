//! The words, German and English, for every typed message.
