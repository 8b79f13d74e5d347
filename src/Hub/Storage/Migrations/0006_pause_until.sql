-- min_app: 6
-- Older builds would take what has ended by itself for a pause in force.
-- When a pause ends by itself; the last moment where only somebody ends it.
ALTER TABLE pause ADD COLUMN until INTEGER NOT NULL DEFAULT 253402300799000;
