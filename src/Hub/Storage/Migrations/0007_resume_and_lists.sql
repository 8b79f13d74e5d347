-- min_app: 7
-- Older builds would hold again what a pause that is being ended has let go, out of its order.
-- Up to which command (its seq) a pause has let go what it held, while it is being ended in steps; null while it is in force.
ALTER TABLE pause ADD COLUMN resumed_to INTEGER;
-- Whether an event or a command refers to the files: then they are kept. Of those that are there already it is not known.
ALTER TABLE snapshot ADD COLUMN is_used INTEGER NOT NULL DEFAULT 1;
-- The commands of a route in one state, newest first; what is held is one of them.
DROP INDEX command_held;
DROP INDEX command_route;
CREATE INDEX command_route ON command (route, state, seq);
