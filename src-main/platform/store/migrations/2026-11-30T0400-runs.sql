-- Runs of every origin, in experiments, with parameters, tags and curves of any size (tracking room).
CREATE TABLE experiments (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  note TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  archived_at TEXT,
  trashed_at TEXT
) STRICT;

CREATE TABLE experiment_tags (
  experiment TEXT NOT NULL REFERENCES experiments (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (experiment, name)
) STRICT, WITHOUT ROWID;

-- A training belongs to the experiment that is named after its dataset.
INSERT INTO experiments (id, name, created_at)
  SELECT 'experiment-' || lower(hex(randomblob(8))), name, at FROM (
    SELECT coalesce(d.name, 'Trainings') AS name, min(r.started_at) AS at
    FROM runs r LEFT JOIN version_numbers v ON v.id = r.version LEFT JOIN dataset_names d ON d.id = v.dataset GROUP BY 1);

CREATE TABLE run_parameters (
  run TEXT NOT NULL REFERENCES runs (id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('number', 'text', 'boolean')),
  value ANY NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_parameters_by_name ON run_parameters (name, value);

CREATE TABLE run_tags (
  run TEXT NOT NULL REFERENCES runs (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_tags_by_name ON run_tags (name, value);

INSERT INTO run_parameters (run, name, kind, value)
  SELECT r.id, j.key, CASE j.type WHEN 'text' THEN 'text' WHEN 'true' THEN 'boolean' WHEN 'false' THEN 'boolean' ELSE 'number' END, j.atom
  FROM runs r, json_each(r.parameters) j WHERE j.atom IS NOT NULL;

-- Recipe and version are those of trainings; other runs have none. A logged run whose program died is crashed.
CREATE TABLE "runs_of_every_origin" (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  origin TEXT NOT NULL CHECK (origin IN ('training', 'logged', 'imported')),
  experiment TEXT NOT NULL REFERENCES experiments (id),
  parent TEXT REFERENCES runs (id),
  name TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  recipe TEXT,
  state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'interrupted', 'crashed', 'finished', 'failed')),
  version TEXT,
  version_name TEXT,
  summary TEXT NOT NULL DEFAULT '{}', -- JSON: name to number
  environment TEXT NOT NULL DEFAULT '{}', -- JSON: name to text
  findings TEXT NOT NULL DEFAULT '[]', -- JSON: a list of findings
  weights_sha256 TEXT,
  reproduces TEXT REFERENCES runs (id),
  job TEXT,
  seconds REAL NOT NULL DEFAULT 0,
  stretch_seconds REAL NOT NULL DEFAULT 0,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  started_by TEXT NOT NULL,
  error TEXT, -- JSON: key and parameters
  source TEXT NOT NULL DEFAULT '', -- the program, e.g. train.py
  source_version TEXT NOT NULL DEFAULT '', -- e.g. a commit
  external TEXT UNIQUE, -- what it is called where it was imported from
  starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)),
  archived_at TEXT,
  trashed_at TEXT,
  heartbeat_seconds REAL, -- its program promised a sign of life so often
  heartbeat_due TEXT -- without one until then it has crashed
) STRICT;

INSERT INTO runs_of_every_origin (number, id, origin, experiment, parent, name, note, recipe, state, version, version_name, summary,
    environment, findings, weights_sha256, reproduces, job, seconds, stretch_seconds, started_at, ended_at, started_by, error)
  SELECT r.number, r.id, 'training', e.id, r.reproduces, r.name, r.note, r.recipe, r.state, r.version, r.version_name, r.summary,
    r.environment, r.findings, r.weights_sha256, r.reproduces, r.job, r.seconds, r.stretch_seconds, r.started_at, r.ended_at, r.started_by, r.error
  FROM runs r LEFT JOIN version_numbers v ON v.id = r.version LEFT JOIN dataset_names d ON d.id = v.dataset
  JOIN experiments e ON e.name = coalesce(d.name, 'Trainings');

DROP VIEW run_numbers;
DROP VIEW run_times;
DROP TABLE runs;
ALTER TABLE runs_of_every_origin RENAME TO runs;
CREATE INDEX runs_by_state ON runs (state);
CREATE INDEX runs_by_version ON runs (version);
CREATE INDEX runs_by_experiment ON runs (experiment);
CREATE INDEX runs_by_parent ON runs (parent) WHERE parent IS NOT NULL;
CREATE VIEW run_numbers AS SELECT id, number FROM runs;
CREATE VIEW run_times AS SELECT id, number, recipe, version, state, seconds, started_at, summary FROM runs
  WHERE origin = 'training' AND trashed_at IS NULL;

CREATE TRIGGER run_columns_of_new AFTER INSERT ON runs BEGIN
  INSERT OR IGNORE INTO run_columns SELECT 'result', key FROM json_each(new.summary);
END;
CREATE TRIGGER run_columns_of_results AFTER UPDATE OF summary ON runs BEGIN
  INSERT OR IGNORE INTO run_columns SELECT 'result', key FROM json_each(new.summary);
END;
CREATE TRIGGER run_columns_of_parameters AFTER INSERT ON run_parameters BEGIN
  INSERT OR IGNORE INTO run_columns VALUES ('parameter', new.name);
END;

ALTER TABLE run_log ADD COLUMN level TEXT NOT NULL DEFAULT 'info' CHECK (level IN ('debug', 'info', 'warning', 'error'));

-- A curve and what a table says of it, kept with its points. Values that are no finite number are counted apart.
CREATE TABLE metric_series (
  number INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id),
  metric TEXT NOT NULL,
  points INTEGER NOT NULL,
  not_finite INTEGER NOT NULL,
  last REAL, -- null: NaN
  last_step INTEGER NOT NULL,
  last_at REAL, -- milliseconds since 1970
  least REAL, -- of the finite values
  least_step INTEGER,
  greatest REAL,
  greatest_step INTEGER,
  loose INTEGER NOT NULL, -- points at the end in rows that are not packed yet
  UNIQUE (run, metric)
) STRICT;
CREATE INDEX metric_series_by_metric ON metric_series (metric);

-- The points of curves in the order in which they came. A key is the curve's number times 2^30, plus the place of the first point.
CREATE TABLE metric_chunks (
  key INTEGER PRIMARY KEY,
  run TEXT NOT NULL,
  points INTEGER NOT NULL,
  first_step INTEGER NOT NULL, -- the least
  last_step INTEGER NOT NULL, -- the greatest
  thinned BLOB, -- the extremes of each 256 points; null where the row has few
  packed BLOB NOT NULL
) STRICT;

-- Which way a metric is better where somebody said so.
CREATE TABLE metric_directions (
  metric TEXT PRIMARY KEY,
  direction TEXT NOT NULL CHECK (direction IN ('minimize', 'maximize'))
) STRICT, WITHOUT ROWID;
