//! The Worker that reads one file a person chose, hands back plain data and ends.

fn main() {}
