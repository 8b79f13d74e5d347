-- Whether what the routes make of an event goes however old it is: whoever replayed it has said so.
ALTER TABLE event ADD COLUMN ignores_age INTEGER NOT NULL DEFAULT 0;

-- The line of each lane that has been blocked longest.
CREATE INDEX line_blocked_since ON line (queue, lane, blocked_since) WHERE blocked_by IS NOT NULL;
