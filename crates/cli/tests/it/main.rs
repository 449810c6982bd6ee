//! The program `held`, as a person starts it.

mod copies;
