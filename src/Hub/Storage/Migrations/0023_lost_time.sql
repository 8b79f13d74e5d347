-- The times of which the store knows nothing, because it was put back from a copy. A row whose end is open stands in a copy: the next start on it begins held, and ends that time.
CREATE TABLE lost_time (
  began_at INTEGER PRIMARY KEY NOT NULL,
  ended_at INTEGER
) WITHOUT ROWID;
