-- What the hub itself wrote to vendors' records, and no event has told of yet: one row for each property. By them an event is known that only tells of the hub's own write.
CREATE TABLE own_write (
  connection TEXT NOT NULL,
  record TEXT NOT NULL,
  command TEXT NOT NULL,
  property TEXT NOT NULL,
  -- of the value in the connector's form
  hash BLOB NOT NULL,
  began_at INTEGER NOT NULL,
  -- null while it is under way, and where nobody knows whether it happened
  ended_at INTEGER,
  -- the record's version after the write, where the vendor tells it
  stamp INTEGER,
  PRIMARY KEY (connection, record, command, property)
) WITHOUT ROWID;
CREATE INDEX own_write_command ON own_write (command);
CREATE INDEX own_write_began ON own_write (began_at);
