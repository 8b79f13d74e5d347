-- What goes after a time is found by it: statuses of messages that the hub has not sent, and variables that have ended.
CREATE INDEX message_status_foreign ON message_status (at) WHERE command IS NULL;
CREATE INDEX variable_expires ON variable (expires_at);
