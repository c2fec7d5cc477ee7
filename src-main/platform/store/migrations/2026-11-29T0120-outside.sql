-- What is being written outside the workspace under a random name: whatever of it is left by a killed workbench is removed.
CREATE TABLE unfinished_outside (
  path TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,                 -- the folder then: a copy of a workspace sweeps nothing of the first
  begun_at TEXT NOT NULL
) STRICT;
