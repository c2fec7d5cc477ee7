-- Under which licence the data of a file may be used: an SPDX identifier or free text; empty where nobody said.

ALTER TABLE dataset_files ADD COLUMN licence TEXT NOT NULL DEFAULT '';
