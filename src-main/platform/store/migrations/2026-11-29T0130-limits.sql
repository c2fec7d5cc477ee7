-- What the owner lets each kind of work take, where it differs from the table in src-shared/budgets.ts (limits room).
CREATE TABLE limits (
  name TEXT PRIMARY KEY,
  -- NULL: as long as it takes.
  seconds REAL,
  -- NULL where another kind's process does this work.
  memory_bytes REAL,
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;
