-- Whether a file's first row named its columns (datasets room); null where the format names them itself.

ALTER TABLE dataset_files ADD COLUMN header INTEGER CHECK (header IN (0, 1));
UPDATE dataset_files SET header = 1 WHERE delimiter IS NOT NULL;
