-- What stood beside the numbers of a file's columns (€, %, kg), by name. Written by the datasets room.

ALTER TABLE dataset_files ADD COLUMN units TEXT NOT NULL DEFAULT '{}'; -- JSON
