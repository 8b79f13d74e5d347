-- In which language somebody was asked for their consent, where whoever took it says so.
ALTER TABLE consent ADD COLUMN language TEXT;

-- What was told of people's consent by the admin API, by the key of who told it.
CREATE TABLE consent_request (
  key TEXT PRIMARY KEY NOT NULL,
  -- of everything that was told: the same key comes with the same
  content BLOB NOT NULL,
  customer TEXT NOT NULL,
  category TEXT NOT NULL,
  allowed INTEGER NOT NULL,
  source TEXT NOT NULL,
  wording TEXT NOT NULL,
  language TEXT,
  -- the connection in whose chat it is confirmed, or hub
  channel TEXT NOT NULL,
  taken_by TEXT NOT NULL,
  evidence TEXT NOT NULL,
  stated_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- recorded, pending, confirmed or withdrawn
  state TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX consent_request_customer ON consent_request (customer) WHERE state = 'pending';
