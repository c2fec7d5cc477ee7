-- The baselines of frozen versions (training room), and what runs say of themselves in words (tracking room).
CREATE TABLE baselines (
  version TEXT PRIMARY KEY,
  blob TEXT NOT NULL -- JSON: what each baseline answers to every sample
) STRICT;

ALTER TABLE runs ADD COLUMN findings TEXT NOT NULL DEFAULT '[]'; -- JSON: a list of findings
