//! Journeys of several people and one server, in one process. Everything is in `tests/it`: this library is empty.
