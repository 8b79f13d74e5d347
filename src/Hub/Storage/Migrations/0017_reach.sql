-- How far the account behind a connection reaches, as its vendor told it last.
CREATE TABLE account_reach (
  connection TEXT PRIMARY KEY NOT NULL,
  -- what the limit is counted for: connections of one portfolio share it
  portfolio TEXT NOT NULL,
  -- so many different people within 24 hours; null for as many as it likes
  people INTEGER
) WITHOUT ROWID;

-- Whom each portfolio last wrote to outside of an open window.
CREATE TABLE reach (
  portfolio TEXT NOT NULL,
  customer TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- whose send that was, and when it was before: a send without effect gives back what it took
  command TEXT,
  previous_at INTEGER,
  PRIMARY KEY (portfolio, customer)
) WITHOUT ROWID;
CREATE INDEX reach_at ON reach (portfolio, at);
