-- Secrets that the hub was given by a vendor: the latest access and refresh token of a connection, sealed with one of the keys of Hub:EncryptionKey.
CREATE TABLE token (
  connection TEXT PRIMARY KEY NOT NULL,
  -- grows with each change, so that one of many who renew wins
  version INTEGER NOT NULL,
  -- what of the configuration it was asked for with: another refresh token there takes the place of all this
  origin TEXT NOT NULL,
  key_id TEXT,
  sealed BLOB,
  obtained_at INTEGER,
  renew_at INTEGER,
  ends_at INTEGER,
  -- until when somebody is asking for the next one
  asking_until INTEGER
) WITHOUT ROWID;
