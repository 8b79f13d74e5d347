-- Times are unix milliseconds. Ids are 32 hex digits derived from content. Keys are 16-byte hashes.
-- in_flight: being worked on; is_suspect: was so when the process died; begun: how often it was so alone, or failed by itself, without an end between.

CREATE TABLE webhook (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint TEXT NOT NULL,
  method TEXT NOT NULL,
  suffix TEXT NOT NULL,
  query TEXT NOT NULL,
  headers TEXT NOT NULL,
  body BLOB NOT NULL,
  arrived_at INTEGER NOT NULL,
  begun INTEGER NOT NULL DEFAULT 0,
  in_flight INTEGER NOT NULL DEFAULT 0,
  is_suspect INTEGER NOT NULL DEFAULT 0,
  retry_at INTEGER NOT NULL DEFAULT 0,
  is_read INTEGER NOT NULL DEFAULT 0,
  -- how many of its events are in each state; the outcome follows from them
  pending INTEGER NOT NULL DEFAULT 0,
  parked INTEGER NOT NULL DEFAULT 0,
  applied INTEGER NOT NULL DEFAULT 0,
  outcome TEXT NOT NULL DEFAULT 'pending',
  error TEXT
);
CREATE INDEX webhook_unread ON webhook (is_read) WHERE is_read = 0;
CREATE INDEX webhook_outcome ON webhook (outcome, seq);

CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  -- twice the seq; a replayed entry goes behind all with twice the highest seq plus one
  place INTEGER NOT NULL DEFAULT 0,
  id TEXT NOT NULL UNIQUE,
  webhook INTEGER REFERENCES webhook (seq),
  source TEXT NOT NULL,
  connection TEXT NOT NULL,
  type TEXT NOT NULL,
  account TEXT,
  subject TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,
  completeness TEXT NOT NULL,
  record TEXT,
  stamp INTEGER,
  envelope TEXT NOT NULL,
  data TEXT NOT NULL,
  followed TEXT,
  followed_outcome TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  error TEXT,
  begun INTEGER NOT NULL DEFAULT 0,
  in_flight INTEGER NOT NULL DEFAULT 0,
  is_suspect INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  retry_at INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX event_line ON event (subject, place, seq) WHERE state = 'pending';
CREATE INDEX event_state ON event (state, seq);
CREATE INDEX event_webhook ON event (webhook) WHERE webhook IS NOT NULL;
CREATE INDEX event_subject ON event (subject, seq);

CREATE TABLE event_key (
  key BLOB PRIMARY KEY,
  is_polled INTEGER NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX event_key_at ON event_key (at);

CREATE TABLE record_version (
  connection TEXT NOT NULL,
  record TEXT NOT NULL,
  stamp INTEGER NOT NULL,
  PRIMARY KEY (connection, record)
) WITHOUT ROWID;

CREATE TABLE event_route (
  event TEXT NOT NULL,
  file TEXT NOT NULL,
  route TEXT NOT NULL,
  outcome TEXT NOT NULL,
  failure TEXT,
  PRIMARY KEY (event, file, route)
) WITHOUT ROWID;

CREATE TABLE line (
  queue TEXT NOT NULL,
  subject TEXT NOT NULL,
  lane INTEGER NOT NULL,
  ready_at INTEGER NOT NULL,
  blocked_by TEXT,
  blocked_since INTEGER,
  PRIMARY KEY (queue, subject)
) WITHOUT ROWID;
CREATE INDEX line_ready ON line (queue, lane, ready_at);
CREATE INDEX line_blocked ON line (blocked_by) WHERE blocked_by IS NOT NULL;

CREATE TABLE command (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  -- the event whose route made it, and the vendor's event at the root of an after chain
  event TEXT NOT NULL,
  root TEXT NOT NULL,
  file TEXT NOT NULL,
  route TEXT NOT NULL,
  item INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  snapshot TEXT NOT NULL,
  connection TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  place INTEGER NOT NULL DEFAULT 0,
  lane INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  code TEXT,
  error TEXT,
  created_at INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  retry_at INTEGER NOT NULL DEFAULT 0,
  ended_at INTEGER,
  is_timed INTEGER NOT NULL DEFAULT 0,
  max_late INTEGER NOT NULL,
  max_age INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  begun INTEGER NOT NULL DEFAULT 0,
  in_flight INTEGER NOT NULL DEFAULT 0,
  is_suspect INTEGER NOT NULL DEFAULT 0,
  must_find INTEGER NOT NULL DEFAULT 0,
  input TEXT,
  bindings TEXT NOT NULL,
  link_name TEXT,
  link_left TEXT,
  link_right TEXT,
  awaits_link TEXT,
  once_key BLOB,
  slot TEXT,
  outside_window TEXT,
  -- to whom it goes, and whom the route saw
  customer TEXT,
  thread TEXT,
  seen_customer TEXT,
  seen_thread TEXT,
  followed TEXT,
  followed_outcomes TEXT NOT NULL DEFAULT '',
  -- what the thread's history shows of it
  shown TEXT,
  result TEXT,
  vendor_id TEXT
);
CREATE INDEX command_line ON command (subject, place, seq) WHERE state IN ('waiting', 'started', 'unknown');
CREATE INDEX command_due ON command (state, due_at) WHERE state IN ('scheduled', 'kept', 'unknown');
CREATE INDEX command_state ON command (state, seq);
CREATE INDEX command_route ON command (route, seq);
CREATE INDEX command_subject ON command (subject, seq);
CREATE INDEX command_parked ON command (route, ended_at) WHERE state = 'parked';
CREATE INDEX command_event ON command (event);
CREATE INDEX command_held ON command (route, seq) WHERE state = 'held';
CREATE INDEX command_followed ON command (followed) WHERE followed IS NOT NULL;
CREATE INDEX command_once ON command (once_key, seq) WHERE state = 'awaiting_once';
CREATE INDEX command_awaits_link ON command (awaits_link, place, seq) WHERE awaits_link IS NOT NULL;
CREATE INDEX command_thread ON command (thread) WHERE thread IS NOT NULL AND state = 'kept';
CREATE INDEX command_customer ON command (customer, seq) WHERE customer IS NOT NULL;
CREATE INDEX command_seen_customer ON command (seen_customer, seq) WHERE seen_customer IS NOT NULL;
CREATE INDEX command_vendor_id ON command (vendor_id) WHERE vendor_id IS NOT NULL;

CREATE TABLE attempt (
  command TEXT NOT NULL,
  number INTEGER NOT NULL,
  call TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT,
  code TEXT,
  error TEXT,
  PRIMARY KEY (command, number)
) WITHOUT ROWID;

CREATE TABLE once (
  key BLOB PRIMARY KEY,
  state TEXT NOT NULL,
  command TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE slot (
  key TEXT PRIMARY KEY,
  command TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE link (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  left_id TEXT NOT NULL,
  right_id TEXT,
  state TEXT NOT NULL,
  command TEXT,
  opened_at INTEGER NOT NULL,
  touched_at INTEGER NOT NULL,
  ended_at INTEGER
);
CREATE UNIQUE INDEX link_one_per_left ON link (name, left_id) WHERE state IN ('reserved', 'live');
CREATE INDEX link_left ON link (left_id, name, id);
CREATE INDEX link_command ON link (command) WHERE state = 'reserved';
CREATE INDEX link_right ON link (name, right_id, id) WHERE right_id IS NOT NULL;

CREATE TABLE customer (
  id TEXT PRIMARY KEY,
  name TEXT,
  phone TEXT,
  email TEXT,
  language TEXT,
  time_zone TEXT,
  country TEXT,
  created_at INTEGER NOT NULL,
  merged_into TEXT,
  version INTEGER NOT NULL DEFAULT 1
);

CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE alias (
  scope TEXT NOT NULL,
  kind_group TEXT NOT NULL,
  match_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  customer TEXT NOT NULL REFERENCES customer (id),
  at INTEGER NOT NULL,
  closed_at INTEGER
);
CREATE UNIQUE INDEX alias_key ON alias (scope, kind_group, match_key) WHERE closed_at IS NULL;
CREATE INDEX alias_match ON alias (match_key);
CREATE INDEX alias_customer ON alias (customer);

CREATE TABLE customer_merge (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kept TEXT NOT NULL,
  merged TEXT NOT NULL,
  event TEXT NOT NULL,
  at INTEGER NOT NULL,
  moved TEXT NOT NULL
);

CREATE TABLE thread (
  id TEXT PRIMARY KEY,
  connection TEXT NOT NULL,
  number TEXT NOT NULL,
  customer TEXT NOT NULL REFERENCES customer (id),
  created_at INTEGER NOT NULL,
  last_inbound_at INTEGER,
  merged_into TEXT,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX thread_one_per_customer ON thread (number, customer) WHERE merged_into IS NULL;
CREATE INDEX thread_customer ON thread (customer);
CREATE INDEX thread_merged ON thread (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE message (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  thread TEXT NOT NULL REFERENCES thread (id),
  vendor_id TEXT,
  command TEXT,
  direction TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  status TEXT,
  status_at INTEGER,
  failure TEXT,
  consumed_by TEXT
);
CREATE UNIQUE INDEX message_vendor_id ON message (vendor_id) WHERE vendor_id IS NOT NULL;
CREATE UNIQUE INDEX message_command ON message (command) WHERE command IS NOT NULL;
CREATE INDEX message_thread ON message (thread, seq);

CREATE TABLE message_status (
  vendor_id TEXT NOT NULL,
  status TEXT NOT NULL,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  code TEXT,
  error TEXT,
  command TEXT,
  PRIMARY KEY (vendor_id, status)
) WITHOUT ROWID;
CREATE INDEX message_status_command ON message_status (command) WHERE command IS NOT NULL;

CREATE TABLE consent (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  customer TEXT NOT NULL,
  category TEXT NOT NULL,
  allowed INTEGER NOT NULL,
  source TEXT NOT NULL,
  wording TEXT NOT NULL,
  channel TEXT NOT NULL,
  taken_by TEXT NOT NULL,
  evidence TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX consent_customer ON consent (customer, seq);

CREATE TABLE term (
  term TEXT NOT NULL,
  kind TEXT NOT NULL,
  ref TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (term, kind, ref)
) WITHOUT ROWID;

CREATE TABLE pause (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- operator, unauthorized or brake
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (kind, name)
) WITHOUT ROWID;

CREATE TABLE snapshot (
  hash TEXT PRIMARY KEY,
  sources TEXT NOT NULL,
  at INTEGER NOT NULL,
  is_active INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE template (
  connection TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (connection, name, language)
) WITHOUT ROWID;

CREATE TABLE counter (
  level TEXT NOT NULL,
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (level, name)
) WITHOUT ROWID;
