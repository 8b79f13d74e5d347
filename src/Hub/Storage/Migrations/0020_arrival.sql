-- How many genuine webhooks came to each connection in an hour (hours since 1970), for the last weeks: by them a silence is known to be unusual.
CREATE TABLE arrival (
  connection TEXT NOT NULL,
  hour INTEGER NOT NULL,
  webhooks INTEGER NOT NULL,
  PRIMARY KEY (connection, hour)
) WITHOUT ROWID;
