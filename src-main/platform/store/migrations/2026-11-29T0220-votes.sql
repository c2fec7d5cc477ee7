-- Rows of files that give the same content another label (datasets room), and how many rows gave which (labeling room).

ALTER TABLE dataset_files ADD COLUMN other_label INTEGER NOT NULL DEFAULT 0;

CREATE TABLE contradicting_rows (
  file TEXT NOT NULL REFERENCES dataset_files (id),
  seq INTEGER NOT NULL,                    -- 0, 1, 2 … in the order of the file
  row INTEGER,                             -- null where the content was in the dataset before
  label TEXT NOT NULL,
  first_row INTEGER,                       -- where the content came first in the file; null where it was in the dataset before
  first_label TEXT NOT NULL,
  sample TEXT NOT NULL,                    -- SHA-256 of the content
  excerpt TEXT NOT NULL,
  PRIMARY KEY (file, seq)
) STRICT, WITHOUT ROWID;

-- Only of samples that more than one row of files gave a label; of any other the imported class has one vote.
CREATE TABLE import_votes (
  dataset TEXT NOT NULL,
  position INTEGER NOT NULL,
  class INTEGER NOT NULL REFERENCES label_classes (id),
  rows INTEGER NOT NULL,
  PRIMARY KEY (dataset, position, class)
) STRICT, WITHOUT ROWID;
