-- Seconds of the stretch of work that a run is in, as of its last checkpoint: they count where the workbench ends during it.
ALTER TABLE runs ADD COLUMN stretch_seconds REAL NOT NULL DEFAULT 0;
