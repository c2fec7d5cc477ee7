-- Alerts: rules on metrics and ends of runs, what they found, and the command that is told of it (tracking room).
CREATE TABLE alert_rules (
  id TEXT PRIMARY KEY,
  experiment TEXT REFERENCES experiments (id), -- null: all runs
  condition TEXT NOT NULL, -- JSON
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL
) STRICT;

-- A rule fires once for a run, and what it found outlives it.
CREATE TABLE alerts (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  rule TEXT NOT NULL,
  run TEXT NOT NULL REFERENCES runs (id),
  at TEXT NOT NULL,
  condition TEXT NOT NULL, -- JSON: the rule's, as it was
  evidence TEXT NOT NULL, -- JSON
  command TEXT NOT NULL CHECK (command IN ('none', 'waiting', 'done', 'failed')),
  command_error TEXT,
  UNIQUE (rule, run)
) STRICT;
CREATE INDEX alerts_by_run ON alerts (run);

CREATE TABLE alert_command (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  program TEXT NOT NULL,
  arguments TEXT NOT NULL, -- JSON: a list
  seconds REAL NOT NULL,
  set_at TEXT NOT NULL,
  set_by TEXT NOT NULL
) STRICT;
