-- Annotations that come with files are events of an import author (decision 0091). They are staged until a file was read
-- whole; from then on they become events in slices, which a restart goes on with.

ALTER TABLE annotations ADD COLUMN import TEXT;              -- the import that brought it; null for what people said
CREATE INDEX annotations_of_import ON annotations (import, seq) WHERE import IS NOT NULL;

CREATE TABLE annotation_imports (
  id TEXT PRIMARY KEY,                     -- the operation of whoever began it: a retried import is one import
  task TEXT NOT NULL,
  file_name TEXT NOT NULL,
  format TEXT,                             -- null while it is being read
  by_id TEXT NOT NULL,                     -- who imported the file
  by_name TEXT NOT NULL,
  at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('reading', 'applying', 'standing', 'undoing', 'undone')),
  staged INTEGER NOT NULL DEFAULT 0,       -- answers that were read
  done INTEGER NOT NULL DEFAULT 0,         -- of them, those that were taken, or seen to be there already
  added INTEGER NOT NULL DEFAULT 0,        -- answers that were not there before
  undone_to INTEGER NOT NULL DEFAULT 0,    -- `seq` of the last event that was taken back
  report TEXT NOT NULL DEFAULT 'null'      -- JSON: what the file had, and what of it was left out
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_imports_of ON annotation_imports (task, at);

CREATE TABLE staged_answers (
  seq INTEGER PRIMARY KEY,
  import TEXT NOT NULL,
  position INTEGER NOT NULL,
  value TEXT,                              -- JSON with classes by their names; null for a skipped item
  author TEXT,                             -- as the file names them; null where it names nobody
  at TEXT,
  comment TEXT
) STRICT;
CREATE INDEX staged_answers_of ON staged_answers (import, seq);

ALTER TABLE labeling_counts ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;  -- of the labeled, those that a file labeled and no person
UPDATE labeling_counts SET imported =
  (SELECT count(*) FROM sample_states s WHERE s.task = labeling_counts.task AND s.labeled_by = 'import');
