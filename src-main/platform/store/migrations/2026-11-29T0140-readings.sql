-- How the text of a file was read beside its delimiter, and keys of JSON that came too late to be columns (datasets room).
-- JSON: a TextReading or null, and [{name, row}].

ALTER TABLE dataset_files ADD COLUMN reading TEXT NOT NULL DEFAULT 'null';
ALTER TABLE dataset_files ADD COLUMN unforeseen TEXT NOT NULL DEFAULT '[]';
