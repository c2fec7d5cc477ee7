/** @file The SQL of documents. */
import type { Database } from 'better-sqlite3';

export type Way = 'change' | 'undo' | 'redo';

export interface DocumentRow {
  readonly id: string;
  readonly kind: string;
  /** JSON */
  readonly body: string;
}

interface Place {
  readonly room: string;
  readonly scope: string;
}

/** What became of one document in one operation. */
export interface ChangeRow extends Place {
  readonly id: string;
  readonly kind: string;
  readonly operation: string;
  readonly way: Way;
  /** The operation that was taken back or done again. */
  readonly target: string | null;
  readonly author: string;
  readonly authorName: string;
  readonly at: string;
  /** JSON; null where there was none. */
  readonly before: string | null;
  /** JSON; null where there is none any more. */
  readonly after: string | null;
}

export type EntryRow = ChangeRow & { readonly seq: number };

const ENTRY = `SELECT seq, room, scope, id, kind, operation, way, target, author, author_name AS authorName, at, before, after
  FROM document_changes`;

/** Named, as SQLite would rather read all documents in the order of their key than a hundred by the index. */
const BY_KIND = 'INDEXED BY documents_by_kind';

/** Operations looked at to find the one to take back. */
const LOOKED_BACK = 2000;

export function prepareQueries(db: Database) {
  return {
    all: db.prepare<Place, DocumentRow>(
      'SELECT id, kind, body FROM documents WHERE room = $room AND scope = $scope ORDER BY id',
    ),
    /** Documents of a kind in all scopes. */
    ofKind: db.prepare<{ room: string; kind: string }, DocumentRow & { readonly scope: string }>(
      `SELECT scope, id, kind, body FROM documents ${BY_KIND} WHERE room = $room AND kind = $kind ORDER BY scope, id`,
    ),
    /** Those of a kind in a scope. */
    kindIn: db.prepare<Place & { kind: string }, DocumentRow>(
      `SELECT id, kind, body FROM documents ${BY_KIND}
       WHERE room = $room AND kind = $kind AND scope = $scope ORDER BY id`,
    ),
    one: db.prepare<Place & { id: string }, DocumentRow>(
      'SELECT id, kind, body FROM documents WHERE room = $room AND scope = $scope AND id = $id',
    ),
    put: db.prepare<Place & DocumentRow>(
      `INSERT INTO documents (room, scope, id, kind, body) VALUES ($room, $scope, $id, $kind, $body)
       ON CONFLICT (room, scope, id) DO UPDATE SET body = $body`,
    ),
    remove: db.prepare<Place & { id: string }>(
      'DELETE FROM documents WHERE room = $room AND scope = $scope AND id = $id',
    ),
    log: db.prepare<ChangeRow>(
      `INSERT INTO document_changes
         (room, scope, id, kind, operation, way, target, author, author_name, at, before, after)
       VALUES ($room, $scope, $id, $kind, $operation, $way, $target, $author, $authorName, $at, $before, $after)`,
    ),
    at: db
      .prepare<Place, number>(
        'SELECT coalesce(max(seq), 0) FROM document_changes WHERE room = $room AND scope = $scope',
      )
      .pluck(),
    since: db.prepare<Place & { at: number }, { readonly id: string; readonly kind: string }>(
      `SELECT DISTINCT id, kind FROM document_changes WHERE room = $room AND scope = $scope AND seq > $at`,
    ),
    /** Of each document that there ever was in a scope: its first and its last row of the log. */
    lives: db.prepare<
      Place & { kind: string },
      { readonly id: string; readonly addedAt: string; readonly changedAt: string } & Pick<
        ChangeRow,
        'before' | 'after'
      >
    >(
      `SELECT first.id, first.at AS addedAt, last.at AS changedAt, last.before, last.after FROM
         (SELECT min(seq) AS first, max(seq) AS last FROM document_changes
          WHERE room = $room AND scope = $scope AND kind = $kind GROUP BY id) AS ends
       JOIN document_changes first ON first.seq = ends.first JOIN document_changes last ON last.seq = ends.last`,
    ),
    isDone: db
      .prepare<[string], number>('SELECT EXISTS (SELECT 1 FROM document_changes WHERE operation = ?)')
      .pluck(),
    ofOperation: db.prepare<[string], EntryRow>(`${ENTRY} WHERE operation = ? ORDER BY seq`),
    /** The last operations of a person, the newest first. */
    lately: db.prepare<
      Place & { author: string },
      { readonly operation: string; readonly way: Way; readonly target: string | null }
    >(
      `SELECT operation, way, target FROM
         (SELECT operation, way, target, max(seq) AS last FROM document_changes
          WHERE room = $room AND scope = $scope AND author = $author GROUP BY operation
          ORDER BY last DESC LIMIT ${LOOKED_BACK})
       ORDER BY last DESC`,
    ),
    history: db.prepare<Place & { id: string | null; before: number | null; limit: number }, EntryRow>(
      `${ENTRY} WHERE room = $room AND scope = $scope AND ($id IS NULL OR id = $id)
         AND ($before IS NULL OR seq < $before) ORDER BY seq DESC LIMIT $limit`,
    ),
  };
}
