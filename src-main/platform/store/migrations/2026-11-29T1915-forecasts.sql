-- Forecasts of plans as they were made, so that they can be scored once the dates are known. Append-only.
CREATE TABLE forecasts (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  at TEXT NOT NULL,
  author TEXT NOT NULL,
  input_sha256 TEXT NOT NULL,              -- of everything it was made from: the same is not made twice
  result TEXT NOT NULL                     -- JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX forecasts_of ON forecasts (project, at);

-- Of the labeling room: when people gave labels and took them back.
CREATE VIEW label_times AS
SELECT dataset, author, author_name AS name, at, decisions FROM annotations WHERE decisions <> 0;

-- Of the tracking room: how long runs took.
CREATE VIEW run_times AS SELECT id, recipe, version, state, seconds, started_at FROM runs;
