-- How each person last had the table of runs (tracking room).
CREATE TABLE run_own_tables (
  person TEXT PRIMARY KEY,
  body TEXT NOT NULL, -- JSON: widths, shown, pinned and moved columns, what it is sorted by, pinned runs
  changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
