-- Runs, what they measured and made, and the models that came of them (tracking room).
CREATE TABLE runs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  recipe TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'interrupted', 'finished', 'failed')),
  version TEXT NOT NULL,
  version_name TEXT NOT NULL,
  parameters TEXT NOT NULL, -- JSON: name to number
  summary TEXT NOT NULL DEFAULT '{}', -- JSON: name to number
  environment TEXT NOT NULL DEFAULT '{}', -- JSON: name to text
  weights_sha256 TEXT,
  reproduces TEXT REFERENCES runs (id),
  job TEXT,
  seconds REAL NOT NULL DEFAULT 0,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  started_by TEXT NOT NULL,
  error TEXT -- JSON: key and parameters
) STRICT;

-- Clustered by (run, metric, step): a curve is one contiguous read.
CREATE TABLE metrics (
  run TEXT NOT NULL,
  metric TEXT NOT NULL,
  step INTEGER NOT NULL,
  epoch REAL,
  value REAL NOT NULL,
  PRIMARY KEY (run, metric, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_log (
  run TEXT NOT NULL,
  position INTEGER NOT NULL,
  at TEXT NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE artifacts (
  run TEXT NOT NULL REFERENCES runs (id),
  name TEXT NOT NULL,
  blob TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE models (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  run TEXT REFERENCES runs (id),
  blob TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  labels TEXT NOT NULL, -- JSON array in output order
  language TEXT NOT NULL,
  weights_sha256 TEXT NOT NULL,
  summary TEXT NOT NULL, -- JSON: name to number
  created_at TEXT NOT NULL
) STRICT;

CREATE INDEX models_by_run ON models (run);
