-- Keys that programs ask endpoints with, kept as hashes; and whether anyone at this machine may ask without one (serving room).
CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  key_sha256 TEXT NOT NULL UNIQUE,
  -- The one endpoint that it opens; all of them where it is null. An endpoint may be removed and come back.
  endpoint TEXT,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  last_used_at TEXT
) STRICT;

CREATE TABLE asking (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  anyone INTEGER NOT NULL CHECK (anyone IN (0, 1))
) STRICT;

INSERT INTO asking (one, anyone) VALUES (1, 0);
