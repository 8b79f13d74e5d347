-- Until when somebody may confirm what waits for that; null for what need not be confirmed. What waited before this step does so for the usual 30 days.
ALTER TABLE consent_request ADD COLUMN lapses_at INTEGER;
UPDATE consent_request SET lapses_at = at + 2592000000 WHERE state = 'pending';
