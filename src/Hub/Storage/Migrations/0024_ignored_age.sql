-- Whether what the routes make of an event goes however old it is: whoever replayed it has said so.
ALTER TABLE event ADD COLUMN ignores_age INTEGER NOT NULL DEFAULT 0;
