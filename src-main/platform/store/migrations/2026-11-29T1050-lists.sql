-- What the lists of runs and models are filtered by, and every name of a result or parameter that any run has (tracking room).
CREATE INDEX runs_by_state ON runs (state);
CREATE INDEX runs_by_version ON runs (version);

CREATE TABLE run_columns (
  kind TEXT NOT NULL CHECK (kind IN ('parameter', 'result')),
  name TEXT NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO run_columns SELECT 'parameter', j.key FROM runs r, json_each(r.parameters) j;
INSERT OR IGNORE INTO run_columns SELECT 'result', j.key FROM runs r, json_each(r.summary) j;

CREATE TRIGGER run_columns_of_new AFTER INSERT ON runs BEGIN
  INSERT OR IGNORE INTO run_columns SELECT 'parameter', key FROM json_each(new.parameters);
  INSERT OR IGNORE INTO run_columns SELECT 'result', key FROM json_each(new.summary);
END;

CREATE TRIGGER run_columns_of_results AFTER UPDATE OF summary ON runs BEGIN
  INSERT OR IGNORE INTO run_columns SELECT 'result', key FROM json_each(new.summary);
END;
