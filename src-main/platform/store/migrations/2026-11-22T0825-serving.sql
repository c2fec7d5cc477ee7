-- Endpoints: which model answers under which name, and how often it was asked (serving room).
CREATE TABLE endpoints (
  name TEXT PRIMARY KEY,
  model TEXT NOT NULL,
  wanted TEXT NOT NULL CHECK (wanted IN ('running', 'stopped')),
  requests INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0,
  deployed_at TEXT NOT NULL,
  deployed_by TEXT NOT NULL
) STRICT;
