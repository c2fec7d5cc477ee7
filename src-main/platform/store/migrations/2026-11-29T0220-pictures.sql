-- What was done to the pictures of a file on the way in (datasets room). JSON: {transparent, deep, animated}; null for other files.

ALTER TABLE dataset_files ADD COLUMN pictures TEXT NOT NULL DEFAULT 'null';
