-- What MLflow's clients keep that has no place of its own here: registered and logged models, inputs, and texts as they were sent (tracking room).
CREATE TABLE mlflow_documents (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL, -- JSON
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- Artifacts that belong to no run, such as those of logged models, by their path.
CREATE TABLE mlflow_artifacts (
  path TEXT PRIMARY KEY,
  blob TEXT NOT NULL,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
