-- Searches: what each is never changes, its budget may grow. Trials and their ends are appended and never changed.
CREATE TABLE searches (
  id TEXT PRIMARY KEY REFERENCES work_queue (id),
  recipe TEXT NOT NULL,
  version TEXT NOT NULL,
  version_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  budget_trials INTEGER NOT NULL,
  budget_seconds REAL
) STRICT;

-- A row is written in the transaction that opens the trial's run: neither is without the other.
CREATE TABLE search_trials (
  search TEXT NOT NULL REFERENCES searches (id),
  number INTEGER NOT NULL,
  run TEXT NOT NULL UNIQUE,
  trial_values TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (search, number)
) STRICT;

CREATE TABLE search_trial_ends (
  search TEXT NOT NULL,
  number INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('finished', 'pruned', 'stopped', 'failed')),
  measured TEXT NOT NULL,
  epochs INTEGER NOT NULL,
  seconds REAL NOT NULL,
  -- Of its process's resident memory; null where it was not measured.
  peak_bytes REAL,
  at TEXT NOT NULL,
  PRIMARY KEY (search, number),
  FOREIGN KEY (search, number) REFERENCES search_trials (search, number)
) STRICT;

-- Searches and single runs in the order in which they get their turn.
CREATE TABLE work_queue (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('search', 'run')),
  name TEXT NOT NULL,
  position REAL NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'paused', 'finished', 'stopped', 'failed')),
  -- Of a single run: what to train, and the run once it began.
  request TEXT,
  run TEXT UNIQUE,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  ended_at TEXT,
  error TEXT
) STRICT;

CREATE TABLE work_queue_pause (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), paused INTEGER NOT NULL) STRICT;
INSERT INTO work_queue_pause (only_row, paused) VALUES (1, 0);
DROP VIEW run_times;
CREATE VIEW run_times AS SELECT id, number, recipe, version, state, seconds, started_at, summary FROM runs;
