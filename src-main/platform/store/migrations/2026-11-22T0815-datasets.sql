-- Datasets: their files, their samples, their frozen versions. The datasets room writes these tables.

CREATE TABLE datasets (
  number INTEGER PRIMARY KEY,              -- what its samples are keyed by
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('en', 'zh')),
  -- importing: filled by an import that has not ended, seen by nobody; what is still so at a start is swept.
  state TEXT NOT NULL CHECK (state IN ('importing', 'ready')),
  samples INTEGER NOT NULL DEFAULT 0,      -- positions 0 … samples - 1 are filled
  created_at TEXT NOT NULL,
  removed_at TEXT                          -- in the bin since
) STRICT;

CREATE TABLE dataset_files (
  id TEXT PRIMARY KEY,
  dataset TEXT NOT NULL REFERENCES datasets (id),
  -- A file that goes into a dataset with samples is read into a dataset of its own first, and then merged.
  staging TEXT REFERENCES datasets (id),
  state TEXT NOT NULL CHECK (state IN ('reading', 'merging', 'done')),
  merged INTEGER NOT NULL DEFAULT 0,       -- so many samples of `staging` are in `dataset` already
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL DEFAULT '',
  bytes INTEGER NOT NULL,
  format TEXT NOT NULL,
  encoding TEXT NOT NULL,
  delimiter TEXT,
  text_column TEXT NOT NULL,
  label_column TEXT,
  rows INTEGER NOT NULL DEFAULT 0,
  duplicates INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  seconds REAL NOT NULL DEFAULT 0,
  imported_at TEXT NOT NULL
) STRICT;
CREATE INDEX dataset_files_by_dataset ON dataset_files (dataset, imported_at);

CREATE TABLE rejected_rows (
  file TEXT NOT NULL REFERENCES dataset_files (id),
  seq INTEGER NOT NULL,                    -- 0, 1, 2 … in the order of the file
  row INTEGER NOT NULL,
  problem TEXT NOT NULL,                   -- key of the problem
  parameters TEXT NOT NULL,                -- JSON
  excerpt TEXT NOT NULL,
  PRIMARY KEY (file, seq)
) STRICT, WITHOUT ROWID;

-- Append-only, so that a million rows are written in the order they lie in.
CREATE TABLE samples (
  key INTEGER PRIMARY KEY,                 -- dataset number * 2^32 + position
  id TEXT NOT NULL,                        -- SHA-256 of the canonical text
  text TEXT NOT NULL
) STRICT;

-- Where a sample stands, by the first 52 bits of its id; written in sorted order when an import ends.
CREATE TABLE sample_ids (
  dataset INTEGER NOT NULL,
  prefix INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (dataset, prefix, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE dataset_versions (
  id TEXT PRIMARY KEY,
  dataset TEXT NOT NULL REFERENCES datasets (id),
  number INTEGER NOT NULL,
  blob TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  validation_share REAL NOT NULL,
  test_share REAL NOT NULL,
  language TEXT NOT NULL,
  labels TEXT NOT NULL,                    -- JSON: the classes in order
  authors TEXT NOT NULL,                   -- JSON: [{author, count}], who gave the labels
  files TEXT NOT NULL,                     -- JSON: ids of the files the samples came from
  train INTEGER NOT NULL,
  validation INTEGER NOT NULL,
  test INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  UNIQUE (dataset, number)
) STRICT;
