-- What gave an alias to its customer, and what took it away: the id of an event or a command; null for what is older than this step.
ALTER TABLE alias ADD COLUMN opened_by TEXT;
ALTER TABLE alias ADD COLUMN closed_by TEXT;
