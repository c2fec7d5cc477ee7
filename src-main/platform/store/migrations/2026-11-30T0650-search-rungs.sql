-- Trials of searches that halve: each time that one stopped at a rung to wait for the others, and each time that one went on.
CREATE TABLE search_trial_rungs (
  search TEXT NOT NULL,
  number INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  event TEXT NOT NULL CHECK (event IN ('held', 'resumed')),
  at TEXT NOT NULL,
  PRIMARY KEY (search, number, epoch, event),
  FOREIGN KEY (search, number) REFERENCES search_trials (search, number)
) STRICT;
