-- min_app: 8
-- Older builds would count nothing of what they store into the sizes.
-- Whether all that a webhook brought are statuses of messages, and how many bytes it and its events take.
ALTER TABLE webhook ADD COLUMN is_status INTEGER NOT NULL DEFAULT 0;
ALTER TABLE webhook ADD COLUMN size INTEGER NOT NULL DEFAULT 0;

-- An event is kept as long as something that came of it is open.
CREATE INDEX command_root ON command (root);

-- What a term leads to is deleted before the term.
CREATE INDEX term_at ON term (at);
