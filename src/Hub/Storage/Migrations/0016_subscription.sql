-- How the webhooks of a connection are subscribed at its vendor, as it was seen last.
CREATE TABLE subscription (
  connection TEXT PRIMARY KEY NOT NULL,
  -- where they were to come to: another address is subscribed at once
  address TEXT NOT NULL,
  look_at INTEGER NOT NULL,
  -- when the vendor last said how they stand
  seen_at INTEGER,
  ends_at INTEGER,
  -- what only a person can mend, one sentence a line
  missing TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT
) WITHOUT ROWID;
