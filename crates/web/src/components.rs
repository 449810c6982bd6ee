//! The pieces that screens are made of. They hold no words and no rules.

pub(crate) mod body_map;
pub(crate) mod choices;
pub(crate) mod confirm;
pub(crate) mod fields;
pub(crate) mod marks;
pub(crate) mod notice;
pub(crate) mod page;
pub(crate) mod sample_file;
