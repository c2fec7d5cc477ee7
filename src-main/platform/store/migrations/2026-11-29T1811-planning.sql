-- What was read of gates, where it differed from the reading before; and what became of milestones. Append-only.
CREATE TABLE gate_readings (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  project TEXT NOT NULL,
  gate TEXT NOT NULL,
  at TEXT NOT NULL,
  value TEXT NOT NULL,
  state TEXT NOT NULL,
  why TEXT
) STRICT;

CREATE INDEX gate_readings_of ON gate_readings (gate, seq);

CREATE TABLE milestone_events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  operation TEXT NOT NULL UNIQUE,
  project TEXT NOT NULL,
  milestone TEXT NOT NULL,
  at TEXT NOT NULL,
  type TEXT NOT NULL,
  author TEXT NOT NULL,
  why TEXT
) STRICT;

CREATE INDEX milestone_events_of ON milestone_events (project, milestone, seq);
