-- Cells of numbers and dates that said that nothing is known, by column (datasets room). JSON: [{column, marker, cells}].

ALTER TABLE dataset_files ADD COLUMN missing TEXT NOT NULL DEFAULT '[]';
