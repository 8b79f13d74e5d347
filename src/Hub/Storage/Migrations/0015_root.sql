-- Of most commands the root is their own event, by which they are found already.
DROP INDEX command_root;
CREATE INDEX command_root ON command (root) WHERE root <> event;
