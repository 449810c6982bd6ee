-- The server's secret for signing in with a passphrase. One row, or none before the first start.
CREATE TABLE login_secret (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  secret BLOB NOT NULL
) STRICT;

-- Names that were dealt and not yet registered.
CREATE TABLE name_reservation (
  name TEXT PRIMARY KEY,
  hash BLOB NOT NULL,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX name_reservation_by_expiry ON name_reservation (expires);

-- A number is never used twice: a sign-in that was begun may still hold one. Without a name, it is being deleted.
-- `bytes` counts the sealed records that are kept.
CREATE TABLE account (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  made_with BLOB NOT NULL,
  vault BLOB NOT NULL,
  vault_check BLOB NOT NULL,
  head_version INTEGER NOT NULL,
  head BLOB NOT NULL,
  last_sequence INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  log_seal BLOB NOT NULL DEFAULT x''
) STRICT;
CREATE INDEX account_being_deleted ON account (number) WHERE name IS NULL;

-- What OPAQUE keeps for each account. Row 0 is nobody's: a name that nobody has reads as much as one that somebody has.
CREATE TABLE registration (
  account INTEGER PRIMARY KEY,
  record BLOB NOT NULL
) STRICT;
INSERT INTO registration (account, record) VALUES (0, zeroblob(193));

CREATE TABLE sign_in_key (
  handle BLOB NOT NULL,
  account INTEGER NOT NULL REFERENCES account (number),
  key BLOB NOT NULL,
  PRIMARY KEY (handle, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_key_by_account ON sign_in_key (account);

-- `last_seen` is a day, counted from 1970: when within it is not kept.
CREATE TABLE device (
  number INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (number),
  id BLOB NOT NULL,
  session_hash BLOB NOT NULL UNIQUE,
  known_hash BLOB NOT NULL UNIQUE,
  last_seen INTEGER NOT NULL,
  UNIQUE (account, id)
) STRICT;

-- The record log: every entry by its place, and apart from it the newest sealed bytes of each record.
CREATE TABLE log_entry (
  account INTEGER NOT NULL REFERENCES account (number),
  sequence INTEGER NOT NULL,
  record BLOB NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY (account, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_record (
  number INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (number),
  record BLOB NOT NULL,
  sequence INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  UNIQUE (account, record)
) STRICT;
