-- Models of every kind of recipe, and what a run that learns to write wrote on the way (tracking room).
ALTER TABLE models ADD COLUMN task TEXT NOT NULL DEFAULT 'classify'
  CHECK (task IN ('classify', 'regress', 'reconstruct', 'generate', 'other'));
ALTER TABLE models ADD COLUMN kind TEXT NOT NULL DEFAULT 'text'
  CHECK (kind IN ('text', 'table', 'image', 'corpus'));

CREATE TABLE run_samples (
  run TEXT NOT NULL REFERENCES runs (id),
  step INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  prompt TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;
