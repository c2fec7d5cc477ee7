-- Reports of models over frozen versions, and the files made for export (evaluation room). The report itself is a blob.
CREATE TABLE reports (
  id TEXT PRIMARY KEY,
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  split TEXT NOT NULL,
  samples INTEGER NOT NULL,
  accuracy REAL NOT NULL,
  macro_f1 REAL NOT NULL,
  loss REAL NOT NULL,
  blob TEXT NOT NULL, -- JSON of the whole report
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL
) STRICT;

CREATE INDEX reports_by_model ON reports (model, created_at);

CREATE TABLE model_exports (
  blob TEXT PRIMARY KEY,
  model TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL
) STRICT;
