-- Annotation tasks: a dataset has one or more, each with its schema, and answers of several people that become one.
-- What labeling kept by dataset it keeps by task from now on. The first task of a dataset has the id of the dataset, so
-- columns are renamed and no row of states, classes or counts is copied.

CREATE TABLE annotation_tasks (
  id TEXT PRIMARY KEY,
  dataset TEXT NOT NULL,
  name TEXT NOT NULL,                      -- '' is shown as the words for its kind
  kind TEXT NOT NULL,                      -- src-shared/labeling/tasks/kinds.ts
  options TEXT NOT NULL DEFAULT '{}',      -- JSON, src-shared/labeling/tasks/schema.ts
  guidelines TEXT NOT NULL DEFAULT '',     -- Markdown
  resolution TEXT NOT NULL DEFAULT 'last' CHECK (resolution IN ('last', 'majority', 'weighted', 'adjudicated')),
  answers_per_item INTEGER NOT NULL DEFAULT 1 CHECK (answers_per_item >= 1),
  ask_again REAL NOT NULL DEFAULT 0,       -- share of one's own items that one is asked a second time
  schema_version INTEGER NOT NULL DEFAULT 1,
  retired INTEGER NOT NULL DEFAULT 0,
  making INTEGER NOT NULL DEFAULT 0,       -- 1 while its states are being made: nobody sees it
  settled INTEGER,                         -- the first position whose state may not follow the rules yet; null: all do
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_tasks_of ON annotation_tasks (dataset, created_at);

-- Views of these tables are written anew below.
DROP VIEW sample_labels;
DROP VIEW class_names;
DROP VIEW label_totals;
DROP VIEW label_times;

ALTER TABLE label_classes RENAME COLUMN dataset TO task;
ALTER TABLE label_classes ADD COLUMN color TEXT NOT NULL DEFAULT '';              -- `#rrggbb`; '' for one by its place
ALTER TABLE label_classes ADD COLUMN parent INTEGER REFERENCES label_classes (id);
ALTER TABLE label_classes ADD COLUMN title_en TEXT NOT NULL DEFAULT '';           -- shown in place of the name
ALTER TABLE label_classes ADD COLUMN title_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE label_classes ADD COLUMN examples TEXT NOT NULL DEFAULT '[]';         -- JSON: texts
ALTER TABLE label_imports RENAME COLUMN dataset TO task;
ALTER TABLE import_votes RENAME COLUMN dataset TO task;
ALTER TABLE labeling_counts RENAME COLUMN dataset TO task;
ALTER TABLE labeling_counts ADD COLUMN disputed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE labeling_counts ADD COLUMN wanting INTEGER NOT NULL DEFAULT 0;
ALTER TABLE labeling_counts ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;        -- `seq` of the last event that decides

ALTER TABLE sample_states RENAME COLUMN dataset TO task;
ALTER TABLE sample_states ADD COLUMN value TEXT;                                  -- JSON; the label of kinds without one class
ALTER TABLE sample_states ADD COLUMN answers INTEGER NOT NULL DEFAULT 0;          -- people whose current answer counts
ALTER TABLE sample_states ADD COLUMN disputed INTEGER NOT NULL DEFAULT 0;         -- 1: all answered and no label follows
ALTER TABLE sample_states ADD COLUMN wanting INTEGER NOT NULL DEFAULT 0;          -- 1: fewer answers than wanted; 0 where the last counts
DROP INDEX sample_states_unlabeled;
DROP INDEX sample_states_labeled;
CREATE INDEX sample_states_unlabeled ON sample_states (task, position) WHERE class IS NULL AND value IS NULL AND skipped = 0;
CREATE INDEX sample_states_labeled ON sample_states (task, position) WHERE class IS NOT NULL OR value IS NOT NULL;
CREATE INDEX sample_states_wanting ON sample_states (task, position) WHERE wanting = 1;
CREATE INDEX sample_states_disputed ON sample_states (task, position) WHERE disputed = 1;

-- Checks cannot be altered, so the events move to a table with the new ones, in their order and with their numbers.
DROP TRIGGER annotations_never_change;
DROP TRIGGER annotations_never_go;
DROP INDEX annotations_by_sample;
DROP INDEX annotations_by_author;
-- Without it the end of the old table would look for the undos of each row in all rows.
CREATE INDEX annotations_undone ON annotations (undoes);
ALTER TABLE annotations RENAME TO annotations_before;
CREATE TABLE annotations (
  seq INTEGER PRIMARY KEY,
  operation TEXT NOT NULL UNIQUE,          -- made by the client: a retried save is one save
  task TEXT NOT NULL,
  position INTEGER NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('label', 'clear', 'skip', 'flag', 'note', 'undo', 'adjudicate', 'again')),
  class INTEGER REFERENCES label_classes (id),  -- of a classification
  value TEXT,                              -- of every other kind: JSON with classes by their ids
  flag INTEGER,
  note TEXT,
  undoes INTEGER REFERENCES annotations (seq),
  author TEXT NOT NULL,                    -- the person's id
  author_kind TEXT NOT NULL DEFAULT 'person' CHECK (author_kind IN ('person', 'import', 'model')),
  author_name TEXT NOT NULL,
  at TEXT NOT NULL,
  decisions INTEGER NOT NULL,              -- what it adds to its author's count of decided samples: 1, 0 or -1
  seconds REAL,                            -- how long its author had the item before them; null where nobody measured
  schema_version INTEGER NOT NULL DEFAULT 1,  -- of the task when it was given
  CHECK ((type IN ('label', 'adjudicate', 'again')) = ((class IS NOT NULL) + (value IS NOT NULL) = 1)),
  CHECK (class IS NULL OR value IS NULL),
  CHECK ((type = 'flag') = (flag IS NOT NULL)),
  CHECK ((type = 'note') = (note IS NOT NULL)),
  CHECK ((type = 'undo') = (undoes IS NOT NULL))
) STRICT;
INSERT INTO annotations (seq, operation, task, position, type, class, flag, note, undoes, author, author_name, at, decisions)
  SELECT seq, operation, dataset, position, type, class, flag, note, undoes, author, author_name, at, decisions
  FROM annotations_before ORDER BY seq;
DROP TABLE annotations_before;
CREATE INDEX annotations_by_sample ON annotations (task, position, seq);
CREATE INDEX annotations_by_author ON annotations (task, author, at, decisions);
CREATE TRIGGER annotations_never_change BEFORE UPDATE ON annotations
BEGIN SELECT RAISE(ABORT, 'annotations are append-only'); END;
CREATE TRIGGER annotations_never_go BEFORE DELETE ON annotations
BEGIN SELECT RAISE(ABORT, 'annotations are append-only'); END;

-- What each person's events say of an item now: a fold that can be made again from the events. Labels and skips only.
CREATE TABLE current_answers (
  task TEXT NOT NULL,
  position INTEGER NOT NULL,
  author TEXT NOT NULL,
  author_name TEXT NOT NULL,
  class INTEGER REFERENCES label_classes (id),
  value TEXT,
  skipped INTEGER NOT NULL,                -- 1: set aside, without class and value
  seconds REAL,
  at TEXT NOT NULL,
  again_class INTEGER,                     -- what they said when they were asked a second time without seeing the first
  again_value TEXT,
  PRIMARY KEY (task, position, author)
) STRICT, WITHOUT ROWID;
CREATE INDEX current_answers_by_author ON current_answers (task, author, skipped, position);

-- Counts of `current_answers`; `wanting` are those on items that still want answers of others.
CREATE TABLE author_counts (
  task TEXT NOT NULL,
  author TEXT NOT NULL,
  labeled INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  wanting INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (task, author)
) STRICT, WITHOUT ROWID;

-- What Dawid and Skene's method made of the answers of a task, and of which.
CREATE TABLE task_weights (
  task TEXT PRIMARY KEY,
  inputs TEXT NOT NULL,                    -- SHA-256 of the answers
  decided INTEGER NOT NULL,                -- labeling_counts.decided when they were read
  at TEXT NOT NULL,
  result TEXT NOT NULL                     -- JSON: shares of classes, and how each person takes each for each
) STRICT, WITHOUT ROWID;

-- Every dataset whose kind has classes gets its first task; how answers of persons add up is filled in when it is needed.
INSERT INTO annotation_tasks (id, dataset, name, kind, settled, created_at, created_by)
  SELECT d.id, d.id, '', 'classification',
    CASE WHEN EXISTS (SELECT 1 FROM annotations a WHERE a.task = d.id) THEN 0 END, d.created_at, 'Lathe'
  FROM datasets d WHERE d.kind IN ('text', 'table', 'image') AND d.state = 'ready';
UPDATE labeling_counts SET decided = coalesce((SELECT max(seq) FROM annotations a WHERE a.task = labeling_counts.task), 0);

-- A version names what it took. Its room is versions.
ALTER TABLE dataset_versions ADD COLUMN task TEXT;          -- null where it took no labels
ALTER TABLE dataset_versions ADD COLUMN task_kind TEXT;
ALTER TABLE dataset_versions ADD COLUMN resolution TEXT;
ALTER TABLE dataset_versions ADD COLUMN schema_version INTEGER;
UPDATE dataset_versions SET task = dataset, task_kind = 'classification', resolution = 'last', schema_version = 1
  WHERE target = 'class';

-- What other rooms read: `dataset` is the id of a dataset only in rows of its first task.
CREATE VIEW sample_labels AS SELECT task AS dataset, task, position, class, value, labeled_by, flagged FROM sample_states;
CREATE VIEW class_names AS SELECT id, task AS dataset, task, name, rank, retired, samples FROM label_classes;
CREATE VIEW label_totals AS SELECT task AS dataset, task, labeled, flagged FROM labeling_counts;
CREATE VIEW label_times AS
SELECT coalesce((SELECT t.dataset FROM annotation_tasks t WHERE t.id = a.task), a.task) AS dataset, a.task,
  a.author, a.author_name AS name, a.at, a.decisions FROM annotations a WHERE a.decisions <> 0;
CREATE VIEW label_tasks AS SELECT id, dataset, kind, resolution, schema_version FROM annotation_tasks WHERE making = 0;
