-- The table of runs: what stands for the settings of a run, and the views that people saved (tracking room).

-- The hash of recipe, version and all parameters but the seed; null until it is asked for after a change.
ALTER TABLE runs ADD COLUMN settings TEXT;
CREATE INDEX runs_by_settings ON runs (settings);
CREATE TRIGGER run_settings_of_new AFTER INSERT ON run_parameters BEGIN
  UPDATE runs SET settings = NULL WHERE id = new.run AND settings IS NOT NULL;
END;
CREATE TRIGGER run_settings_of_gone AFTER DELETE ON run_parameters BEGIN
  UPDATE runs SET settings = NULL WHERE id = old.run AND settings IS NOT NULL;
END;

-- A column of the table is read for many runs at once: all that it shows stands side by side in the index.
DROP INDEX metric_series_by_metric;
CREATE INDEX metric_series_by_metric ON metric_series (metric, run, last, least, greatest);
DROP INDEX run_parameters_by_name;
CREATE INDEX run_parameters_by_name ON run_parameters (name, value, kind);

CREATE TABLE run_views (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL, -- JSON: filter, columns, order, groups
  author TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
