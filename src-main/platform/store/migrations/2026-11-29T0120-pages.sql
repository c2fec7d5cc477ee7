-- Pages of this file whose old content did not have its checksum when new content took its place; 0 is the log.
CREATE TABLE replaced_pages (
  page INTEGER PRIMARY KEY,
  found_at TEXT NOT NULL
) STRICT;
