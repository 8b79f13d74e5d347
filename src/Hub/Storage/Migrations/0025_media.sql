-- The files that came with messages: what is known of each, and how far it has come. The bytes lie in a folder, under the id.
CREATE TABLE media (
  -- of connection and message, so that a message read twice has one
  id TEXT PRIMARY KEY NOT NULL,
  connection TEXT NOT NULL,
  thread TEXT NOT NULL,
  -- the vendor's ids of the message and of the file; a file that the vendor named no id of is gone
  message TEXT NOT NULL,
  vendor_id TEXT,
  kind TEXT NOT NULL,
  mime TEXT,
  -- lower-case hex: as the message says, and of what is stored
  told_sha256 TEXT,
  sha256 TEXT,
  file_name TEXT,
  caption TEXT,
  sent_at INTEGER NOT NULL,
  -- pending, stored, refused, gone or forgotten
  state TEXT NOT NULL,
  reason TEXT,
  size INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- when it is tried next, while it is pending or forgotten
  due_at INTEGER,
  at INTEGER NOT NULL,
  ended_at INTEGER
) WITHOUT ROWID;
CREATE INDEX media_due ON media (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX media_message ON media (message);
