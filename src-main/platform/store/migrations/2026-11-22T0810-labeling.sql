-- Labeling: classes, answers as append-only events, and what they add up to.
-- The labeling room writes these tables. Datasets reads `sample_states` and `label_classes` for its lists,
-- filters and frozen versions, joining on (dataset, position).

-- The classes of a dataset. A class is its id: renaming one changes one row, whatever it labels.
CREATE TABLE label_classes (
  id INTEGER PRIMARY KEY,
  dataset TEXT NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL,                       -- the key that gives it; '' for the 37th and later classes of a file
  guideline TEXT NOT NULL DEFAULT '',
  rank INTEGER NOT NULL,                   -- order within the schema, from 0
  retired INTEGER NOT NULL DEFAULT 0,      -- 1: no longer in the schema; kept for the history
  samples INTEGER NOT NULL DEFAULT 0,      -- how many samples carry it now
  UNIQUE (dataset, name)
) STRICT;

-- Which import brought labels: the author of those labels is "import", their time is `at`.
CREATE TABLE label_imports (
  id INTEGER PRIMARY KEY,
  dataset TEXT NOT NULL,
  file TEXT NOT NULL,                      -- the id of the imported file
  at TEXT NOT NULL,
  UNIQUE (dataset, file)
) STRICT;

-- Answers of people. Append-only: undo is an event that names another, redo is the undo of an undo.
CREATE TABLE annotations (
  seq INTEGER PRIMARY KEY,
  operation TEXT NOT NULL UNIQUE,          -- made by the client: a retried save is one save
  dataset TEXT NOT NULL,
  position INTEGER NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('label', 'clear', 'skip', 'flag', 'note', 'undo')),
  class INTEGER REFERENCES label_classes (id),
  flag INTEGER,
  note TEXT,
  undoes INTEGER REFERENCES annotations (seq),
  author TEXT NOT NULL,                    -- the person's id
  author_name TEXT NOT NULL,
  at TEXT NOT NULL,
  decisions INTEGER NOT NULL,              -- what it adds to its author's count of decided samples: 1, 0 or -1
  CHECK ((type = 'label') = (class IS NOT NULL)),
  CHECK ((type = 'flag') = (flag IS NOT NULL)),
  CHECK ((type = 'note') = (note IS NOT NULL)),
  CHECK ((type = 'undo') = (undoes IS NOT NULL))
) STRICT;
CREATE INDEX annotations_by_sample ON annotations (dataset, position, seq);
CREATE INDEX annotations_by_author ON annotations (dataset, author, at, decisions);
CREATE TRIGGER annotations_never_change BEFORE UPDATE ON annotations
BEGIN SELECT RAISE(ABORT, 'annotations are append-only'); END;
CREATE TRIGGER annotations_never_go BEFORE DELETE ON annotations
BEGIN SELECT RAISE(ABORT, 'annotations are append-only'); END;

-- What the imported label and the answers of one sample add up to. Every sample of a dataset has a row.
CREATE TABLE sample_states (
  dataset TEXT NOT NULL,
  position INTEGER NOT NULL,               -- the sample's place in its dataset, from 0 without gaps; given by datasets
  class INTEGER REFERENCES label_classes (id),            -- the label it carries now; null without one
  labeled_by TEXT,                         -- name of who gave it; 'import' when it came with a file
  imported_class INTEGER REFERENCES label_classes (id),   -- the label that came with a file, whatever was said since
  import INTEGER REFERENCES label_imports (id),
  skipped INTEGER NOT NULL DEFAULT 0,      -- 1 only while it has no label
  flagged INTEGER NOT NULL DEFAULT 0,
  note TEXT,
  PRIMARY KEY (dataset, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX sample_states_by_class ON sample_states (dataset, class, position);
CREATE INDEX sample_states_unlabeled ON sample_states (dataset, position) WHERE class IS NULL AND skipped = 0;
CREATE INDEX sample_states_labeled ON sample_states (dataset, position) WHERE class IS NOT NULL;
CREATE INDEX sample_states_skipped ON sample_states (dataset, position) WHERE skipped = 1;
CREATE INDEX sample_states_flagged ON sample_states (dataset, position) WHERE flagged = 1;

-- Counts of `sample_states`, so that no answer waits for a scan.
CREATE TABLE labeling_counts (
  dataset TEXT PRIMARY KEY,
  total INTEGER NOT NULL DEFAULT 0,
  labeled INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  flagged INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
