-- People and their sessions (api room). A session is kept as the hash of its token.
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'engineer', 'labeler', 'viewer')),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
  token_sha256 TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES people (id),
  created_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL
) STRICT;
