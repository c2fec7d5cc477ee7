-- Datasets of other kinds than texts with a class: rows of a table, pictures, passages of a running text.

ALTER TABLE datasets ADD COLUMN kind TEXT NOT NULL DEFAULT 'text' CHECK (kind IN ('text', 'table', 'image', 'corpus'));
ALTER TABLE datasets ADD COLUMN target TEXT NOT NULL DEFAULT 'class' CHECK (target IN ('class', 'number', 'none'));
ALTER TABLE datasets ADD COLUMN columns TEXT NOT NULL DEFAULT '[]';   -- JSON: [{name, type, role}] of a table
ALTER TABLE datasets ADD COLUMN image TEXT NOT NULL DEFAULT 'null';   -- JSON: {width, height, channels} of most pictures
ALTER TABLE datasets ADD COLUMN valued INTEGER NOT NULL DEFAULT 0;    -- how many samples have a value

ALTER TABLE samples ADD COLUMN value REAL;             -- the number to foretell
ALTER TABLE samples ADD COLUMN split TEXT;             -- the split its file put it in

ALTER TABLE dataset_versions ADD COLUMN kind TEXT NOT NULL DEFAULT 'text';
ALTER TABLE dataset_versions ADD COLUMN target TEXT NOT NULL DEFAULT 'class';
ALTER TABLE dataset_versions ADD COLUMN columns TEXT NOT NULL DEFAULT '[]';
ALTER TABLE dataset_versions ADD COLUMN image TEXT NOT NULL DEFAULT 'null';

-- Pictures stand apart from the texts, so that a scan of these does not pass over them.
CREATE TABLE sample_images (
  key INTEGER PRIMARY KEY,                 -- as in samples
  bytes BLOB NOT NULL,                     -- PNG, JPEG, WebP …: as in the file
  thumbnail BLOB,                          -- null where the picture is small itself
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  channels INTEGER NOT NULL
) STRICT;
