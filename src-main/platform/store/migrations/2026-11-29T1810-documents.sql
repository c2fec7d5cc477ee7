-- What people write by hand, as it is now, and every change of it.
CREATE TABLE documents (
  room TEXT NOT NULL,
  scope TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (room, scope, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX documents_by_kind ON documents (room, kind, scope);

-- Append-only. `way` is change, undo or redo; of the latter two `target` names the operation that they took back or did again.
CREATE TABLE document_changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  room TEXT NOT NULL,
  scope TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  operation TEXT NOT NULL,
  way TEXT NOT NULL,
  target TEXT,
  author TEXT NOT NULL,
  author_name TEXT NOT NULL,
  at TEXT NOT NULL,
  before TEXT,
  after TEXT
) STRICT;

CREATE INDEX document_changes_of ON document_changes (room, scope, seq);
CREATE INDEX document_changes_by ON document_changes (room, scope, author, seq);
CREATE INDEX document_changes_operation ON document_changes (operation);
CREATE INDEX document_changes_target ON document_changes (target) WHERE target IS NOT NULL;
