-- Bisections: what of the changes between two versions costs a metric. Checks cannot be altered, so the queue moves to a
-- table that knows their kind.
CREATE TABLE "work_queue_of_every_kind" (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('search', 'run', 'bisection')),
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
INSERT INTO "work_queue_of_every_kind" (id, kind, name, position, state, request, run, created_at, created_by, ended_at, error)
  SELECT id, kind, name, position, state, request, run, created_at, created_by, ended_at, error FROM work_queue;
DROP TABLE work_queue;
ALTER TABLE "work_queue_of_every_kind" RENAME TO work_queue;

-- A version with some of its changes since another undone (versions room): trained on like any other, and in no list.
CREATE TABLE derived_versions (
  id TEXT PRIMARY KEY,
  good TEXT NOT NULL REFERENCES dataset_versions (id),
  bad TEXT NOT NULL REFERENCES dataset_versions (id),
  changes TEXT NOT NULL,                   -- SHA-256 of the samples whose change is undone
  undone INTEGER NOT NULL,                 -- of so many changes so many are undone
  changed INTEGER NOT NULL,
  blob TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  labels TEXT NOT NULL,                    -- JSON
  train INTEGER NOT NULL,
  validation INTEGER NOT NULL,
  test INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  UNIQUE (good, bad, changes)
) STRICT;

CREATE TABLE bisections (
  id TEXT PRIMARY KEY REFERENCES work_queue (id),
  good TEXT NOT NULL,
  bad TEXT NOT NULL,
  good_name TEXT NOT NULL,
  bad_name TEXT NOT NULL,
  dataset TEXT NOT NULL,
  definition TEXT NOT NULL,                -- JSON: recipe, parameters, metric, what batches are told apart by
  batches TEXT NOT NULL,                   -- JSON, the largest first
  contradicted TEXT,                       -- JSON: by batch, labels that the good model contradicts; null before it was asked
  seeds INTEGER NOT NULL,
  trainings INTEGER NOT NULL
) STRICT;

CREATE TABLE bisection_changes (
  bisection TEXT NOT NULL REFERENCES bisections (id),
  seq INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  sample TEXT NOT NULL,
  change TEXT NOT NULL CHECK (change IN ('added', 'removed', 'relabeled')),
  label_before TEXT,
  label_after TEXT,
  text TEXT NOT NULL,                      -- clipped
  contradicted INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (bisection, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX bisection_changes_by_batch ON bisection_changes (bisection, batch, contradicted DESC, seq);

-- A row is written in the transaction that opens the training's run: neither is without the other.
CREATE TABLE bisection_trainings (
  bisection TEXT NOT NULL REFERENCES bisections (id),
  number INTEGER NOT NULL,
  run TEXT NOT NULL UNIQUE,
  version TEXT NOT NULL,
  undone TEXT NOT NULL,                    -- JSON: batches
  seed INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (bisection, number)
) STRICT;

CREATE TABLE bisection_training_ends (
  bisection TEXT NOT NULL,
  number INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('finished', 'stopped', 'failed')),
  measured TEXT NOT NULL,                  -- JSON: metrics on the fixed test split
  seconds REAL NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (bisection, number),
  FOREIGN KEY (bisection, number) REFERENCES bisection_trainings (bisection, number)
) STRICT;

-- What others read of labels (labeling room): every event that says something of a label, and the file it came with.
CREATE VIEW label_events AS
SELECT a.task, a.position, a.seq, a.author_name AS author, a.at, i.file_name AS file FROM annotations a
LEFT JOIN annotation_imports i ON i.id = a.import WHERE a.type NOT IN ('flag', 'note');
CREATE VIEW label_files AS
SELECT s.task, s.position, i.file, i.at FROM sample_states s JOIN label_imports i ON i.id = s.import;
