-- What this server is. One row.
CREATE TABLE server (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch INTEGER NOT NULL
) STRICT;
INSERT INTO server (id, epoch) VALUES (1, 1);

-- What was seen of the machine's clock (clock.rs). One row, milliseconds since 1970.
CREATE TABLE clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  trusted INTEGER NOT NULL,
  doubt_since INTEGER,
  doubt_last INTEGER
) STRICT;

-- `waiting` and `bytes` count the envelopes that still have a body.
CREATE TABLE mailbox (
  number INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  write_hash BLOB NOT NULL,
  read_hash BLOB NOT NULL,
  days INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL DEFAULT 0,
  waiting INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX mailbox_by_expiry ON mailbox (expires);

-- An acknowledged envelope has no body: it is remembered so that a late repeat is recognised.
CREATE TABLE envelope (
  number INTEGER PRIMARY KEY,
  mailbox INTEGER NOT NULL REFERENCES mailbox (number),
  sequence INTEGER NOT NULL,
  id BLOB NOT NULL,
  hash BLOB NOT NULL,
  expires INTEGER NOT NULL,
  body BLOB,
  UNIQUE (mailbox, id),
  UNIQUE (mailbox, sequence)
) STRICT;
CREATE INDEX envelope_by_expiry ON envelope (expires);

-- Signed listings that wait for the steward.
CREATE TABLE pending_listing (
  listing BLOB PRIMARY KEY,
  revision INTEGER NOT NULL,
  body BLOB NOT NULL,
  arrived INTEGER NOT NULL
) STRICT;

-- The steward's signed root. One row, or none before the first directory.
CREATE TABLE directory (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  root BLOB NOT NULL
) STRICT;

-- What roots point to, each with the number of the last root that did.
CREATE TABLE directory_file (
  digest BLOB PRIMARY KEY,
  last_number INTEGER NOT NULL,
  content BLOB NOT NULL
) STRICT;
