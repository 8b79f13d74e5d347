-- min_app: 5
-- Older builds would read two customers who became one as two, and move what is not to be moved.
-- Customers that became one keep their rows and are read together; until when that can be undone, and when it was.
-- What was merged by earlier builds has moved, and cannot be undone: its undo_until is 0. The moved of later ones lists the customers that point elsewhere.
ALTER TABLE customer_merge ADD COLUMN undo_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer_merge ADD COLUMN undone_at INTEGER;
CREATE INDEX customer_merge_kept ON customer_merge (kept);
CREATE INDEX customer_merge_merged ON customer_merge (merged);

-- From a place on, the commands of a line wait until another line is drained.
CREATE TABLE line_order (
  subject TEXT NOT NULL,
  behind TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (subject, behind)
) WITHOUT ROWID;
CREATE INDEX line_order_behind ON line_order (behind);
