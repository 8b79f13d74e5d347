-- min_app: 18
-- Older builds would look for what a route made of an event, and for the attempts of a command, where they are not found any more; and would forget the key of an event together with it.
-- Each row of these was somewhere else in a large index: a page to be written for every row. By the number of the event or command they follow one another.
CREATE TABLE event_route_in_order (
  seq INTEGER NOT NULL,
  file TEXT NOT NULL,
  route TEXT NOT NULL,
  outcome TEXT NOT NULL,
  failure TEXT,
  PRIMARY KEY (seq, file, route)
) WITHOUT ROWID;
INSERT INTO event_route_in_order (seq, file, route, outcome, failure)
SELECT event.seq, event_route.file, event_route.route, event_route.outcome, event_route.failure FROM event_route JOIN event ON event.id = event_route.event ORDER BY event.seq;
DROP TABLE event_route;
ALTER TABLE event_route_in_order RENAME TO event_route;
CREATE INDEX event_route_list ON event_route (route, seq);

-- The seq of the command.
CREATE TABLE attempt_in_order (
  seq INTEGER NOT NULL,
  number INTEGER NOT NULL,
  call TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT,
  code TEXT,
  error TEXT,
  PRIMARY KEY (seq, number)
) WITHOUT ROWID;
INSERT INTO attempt_in_order (seq, number, call, started_at, ended_at, outcome, code, error)
SELECT command.seq, attempt.number, attempt.call, attempt.started_at, attempt.ended_at, attempt.outcome, attempt.code, attempt.error
FROM attempt JOIN command ON command.id = attempt.command ORDER BY command.seq;
DROP TABLE attempt;
ALTER TABLE attempt_in_order RENAME TO attempt;
