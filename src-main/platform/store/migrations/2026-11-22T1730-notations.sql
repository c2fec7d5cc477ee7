-- How a file wrote numbers and dates, where programs would write them otherwise (datasets room). JSON: {column: notation}.

ALTER TABLE dataset_files ADD COLUMN notations TEXT NOT NULL DEFAULT '{}';
