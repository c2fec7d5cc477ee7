-- Registered models with versions, aliases, stages behind gates, and what was done with them (models room).
CREATE TABLE registered_models (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL, -- Markdown
  tags TEXT NOT NULL, -- JSON: name to text
  gates TEXT NOT NULL, -- JSON: a list of conditions, each with its stage
  last_version INTEGER NOT NULL, -- how many versions there ever were
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE registered_versions (
  registered TEXT NOT NULL REFERENCES registered_models (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  model TEXT REFERENCES models (id), -- null where an MLflow client told only where its files are
  source TEXT NOT NULL,
  logged_model TEXT NOT NULL,
  run TEXT,
  description TEXT NOT NULL, -- Markdown
  tags TEXT NOT NULL, -- JSON: name to text
  stage TEXT NOT NULL CHECK (stage IN ('none', 'candidate', 'staging', 'production', 'retired')),
  stage_before TEXT NOT NULL CHECK (stage_before IN ('none', 'candidate', 'staging', 'production')),
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (registered, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX registered_versions_by_model ON registered_versions (model);

CREATE TABLE registered_aliases (
  registered TEXT NOT NULL,
  alias TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (registered, alias),
  FOREIGN KEY (registered, version) REFERENCES registered_versions (registered, version) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE registry_events (
  seq INTEGER PRIMARY KEY,
  registered TEXT NOT NULL,
  at TEXT NOT NULL,
  author TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER,
  alias TEXT,
  was TEXT,
  became TEXT,
  reason TEXT,
  failed TEXT NOT NULL, -- JSON: the gates that were overridden
  undoes INTEGER REFERENCES registry_events (seq)
) STRICT;
CREATE INDEX registry_events_by_model ON registry_events (registered, seq);

-- What MLflow's clients registered before.
INSERT INTO registered_models (id, name, description, tags, gates, last_version, created_at, updated_at)
  SELECT 'registered-' || lower(hex(randomblob(8))), body ->> 'name', coalesce(body ->> 'description', ''), coalesce(body -> 'tags', '{}'), '[]',
    coalesce(body ->> 'versions', 0), strftime('%Y-%m-%dT%H:%M:%fZ', (body ->> 'created') / 1000.0, 'unixepoch'),
    strftime('%Y-%m-%dT%H:%M:%fZ', (body ->> 'updated') / 1000.0, 'unixepoch')
  FROM mlflow_documents WHERE kind = 'registered';
INSERT INTO registered_versions (registered, version, model, source, logged_model, run, description, tags, stage, stage_before, created_at,
    created_by, updated_at)
  SELECT r.id, CAST(d.body ->> 'version' AS INTEGER),
    (SELECT m.id FROM models m WHERE m.run = d.body ->> 'runId' ORDER BY m.number DESC LIMIT 1),
    coalesce(d.body ->> 'source', ''), coalesce(d.body ->> 'modelId', ''), nullif(d.body ->> 'runId', ''),
    coalesce(d.body ->> 'description', ''), coalesce(d.body -> 'tags', '{}'),
    CASE d.body ->> 'stage' WHEN 'Staging' THEN 'staging' WHEN 'Production' THEN 'production' WHEN 'Archived' THEN 'retired' ELSE 'none' END,
    'none', strftime('%Y-%m-%dT%H:%M:%fZ', (d.body ->> 'created') / 1000.0, 'unixepoch'), 'MLflow',
    strftime('%Y-%m-%dT%H:%M:%fZ', (d.body ->> 'updated') / 1000.0, 'unixepoch')
  FROM mlflow_documents d JOIN registered_models r ON r.name = d.body ->> 'name' WHERE d.kind = 'version';
INSERT INTO registered_aliases (registered, alias, version)
  SELECT r.id, a.key, CAST(a.value AS INTEGER)
  FROM mlflow_documents d JOIN registered_models r ON r.name = d.body ->> 'name', json_each(d.body, '$.aliases') a
  WHERE d.kind = 'registered'
    AND EXISTS (SELECT 1 FROM registered_versions v WHERE v.registered = r.id AND v.version = CAST(a.value AS INTEGER));
DELETE FROM mlflow_documents WHERE kind IN ('registered', 'version');

-- An endpoint that serves an alias, and goes with it where it moves (serving room).
ALTER TABLE endpoints ADD COLUMN registered TEXT;
ALTER TABLE endpoints ADD COLUMN alias TEXT;
