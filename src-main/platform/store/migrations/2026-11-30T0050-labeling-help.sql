-- Help with annotation tasks: ranked queues, what models say, suggestions, labeling functions, active learning.
-- All of it can be computed again; nothing here is an answer of a person.

-- The order of a task's items for one person; '' stands for everybody who has none of their own.
CREATE TABLE rankings (
  number INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: places of a newer one are larger
  task TEXT NOT NULL,
  person TEXT NOT NULL,
  ordering TEXT NOT NULL,                  -- src-shared/labeling/help/values.ts, or 'audit'
  seed INTEGER NOT NULL,
  filter TEXT NOT NULL,                    -- JSON
  model TEXT,                              -- the model's name
  learned INTEGER NOT NULL,
  items INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  UNIQUE (task, person)
) STRICT;
CREATE TABLE ranked_items (
  ranking INTEGER NOT NULL REFERENCES rankings (number) ON DELETE CASCADE,
  place INTEGER NOT NULL,                  -- number * 100000 + the rank from 0
  position INTEGER NOT NULL,
  score REAL NOT NULL,
  why TEXT NOT NULL,                       -- JSON
  PRIMARY KEY (ranking, place)
) STRICT, WITHOUT ROWID;

-- What models said of samples, by the hash of the model's file: asked once.
CREATE TABLE model_answers (
  model TEXT NOT NULL,
  sample TEXT NOT NULL,
  answer TEXT NOT NULL,                    -- JSON: probabilities in the order of the model's labels
  PRIMARY KEY (model, sample)
) STRICT, WITHOUT ROWID;

-- Suggestions are stored apart from answers, and are none until a person keeps them.
CREATE TABLE suggestion_sources (
  task TEXT NOT NULL,
  source TEXT NOT NULL,                    -- 'fast', 'functions' or the id of a model
  name TEXT NOT NULL,
  made_at TEXT NOT NULL,
  PRIMARY KEY (task, source)
) STRICT, WITHOUT ROWID;
CREATE TABLE suggestions (
  task TEXT NOT NULL,
  position INTEGER NOT NULL,
  source TEXT NOT NULL,
  class INTEGER REFERENCES label_classes (id),
  value TEXT,                              -- JSON; of kinds without one class
  confidence REAL NOT NULL,
  PRIMARY KEY (task, position, source),
  CHECK ((class IS NULL) <> (value IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestions_by_source ON suggestions (task, source, confidence);

-- Suggestions that a person kept at once, and those of them that were drawn for people to answer.
CREATE TABLE accepted_batches (
  id TEXT PRIMARY KEY,
  task TEXT NOT NULL,
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  threshold REAL NOT NULL,
  person TEXT NOT NULL,
  person_name TEXT NOT NULL,
  at TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE accepted_items (
  batch TEXT NOT NULL REFERENCES accepted_batches (id),
  position INTEGER NOT NULL,
  operation TEXT,                          -- the answer that it became; null for one drawn for people
  class INTEGER REFERENCES label_classes (id),
  value TEXT,
  PRIMARY KEY (batch, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE labeling_functions (
  id TEXT PRIMARY KEY,
  task TEXT NOT NULL,
  name TEXT NOT NULL,
  class INTEGER REFERENCES label_classes (id),  -- null for a model, which says it itself
  body TEXT NOT NULL,                      -- JSON
  statistics TEXT,                         -- JSON
  UNIQUE (task, name)
) STRICT;

CREATE TABLE active_learning (
  task TEXT PRIMARY KEY,
  active INTEGER NOT NULL,
  ordering TEXT NOT NULL,
  every INTEGER NOT NULL,
  learned_at INTEGER NOT NULL,             -- labels when it last learned
  saving TEXT,                             -- JSON
  recipe TEXT,                             -- trained again; null for the fast classifier
  person TEXT NOT NULL,                    -- who started it: the runs of the recipe are theirs
  person_name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE learning_points (
  task TEXT NOT NULL,
  at TEXT NOT NULL,
  point TEXT NOT NULL,                     -- JSON
  PRIMARY KEY (task, at)
) STRICT, WITHOUT ROWID;
