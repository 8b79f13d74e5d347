-- min_app: 9
-- Older builds would send what waits for an approval, also where it is to be discarded.

-- What a sending route is, apart from layout and comments, in each of the files that there have been: commands are counted by it.
CREATE TABLE route_content (
  snapshot TEXT NOT NULL,
  route TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (snapshot, route)
) WITHOUT ROWID;

-- How many commands of a route have been sent as it is now, until somebody approves it; then when that was, and up to which command (its seq).
CREATE TABLE trial (
  route TEXT NOT NULL,
  content TEXT NOT NULL,
  sent INTEGER NOT NULL,
  approved_at INTEGER,
  approved_to INTEGER,
  PRIMARY KEY (route, content)
) WITHOUT ROWID;

-- How many commands of a route were sent in an hour (hours since 1970), and how many may be without an approval.
CREATE TABLE send_hour (
  route TEXT NOT NULL,
  hour INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  allowed INTEGER NOT NULL,
  PRIMARY KEY (route, hour)
) WITHOUT ROWID;

-- What a route that waits for an approval was when it began to.
ALTER TABLE pause ADD COLUMN content TEXT;
