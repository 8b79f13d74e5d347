-- Which mapping files processed an event or made a command is asked for the files that nothing refers to any more: they are deleted.
CREATE INDEX event_snapshot ON event (snapshot) WHERE snapshot IS NOT NULL;
CREATE INDEX command_snapshot ON command (snapshot);
