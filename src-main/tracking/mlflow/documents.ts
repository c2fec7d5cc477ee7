/** @file What MLflow's clients keep that has no place of its own in the workbench, as JSON by kind and id; and artifacts of no run. */
import type { Store } from '../../platform/store/index.ts';

export type DocumentKind = 'text' | 'inputs' | 'outputs' | 'logged';
type Body = Record<string, unknown>;

export interface StoredFile {
  readonly path: string;
  readonly blob: string;
  readonly bytes: number;
}

export type MlflowDocuments = ReturnType<typeof createDocuments>;

export function createDocuments({ db }: Pick<Store, 'db'>) {
  const get = db
    .prepare<[DocumentKind, string], string>('SELECT body FROM mlflow_documents WHERE kind = ? AND id = ?')
    .pluck();
  const all = db
    .prepare<[DocumentKind, string], string>(
      'SELECT body FROM mlflow_documents WHERE kind = ? AND id GLOB ? ORDER BY id',
    )
    .pluck();
  const put = db.prepare<[DocumentKind, string, string]>(
    'INSERT OR REPLACE INTO mlflow_documents (kind, id, body) VALUES (?, ?, ?)',
  );
  const remove = db.prepare<[DocumentKind, string]>('DELETE FROM mlflow_documents WHERE kind = ? AND id = ?');
  const file = db.prepare<[string], StoredFile>(
    'SELECT path, blob, bytes FROM mlflow_artifacts WHERE path = ?',
  );
  const files = db.prepare<[string, string], StoredFile>(
    'SELECT path, blob, bytes FROM mlflow_artifacts WHERE substr(path, 1, length(?)) = ? ORDER BY path',
  );
  const putFile = db.prepare<StoredFile>(
    'INSERT OR REPLACE INTO mlflow_artifacts (path, blob, bytes) VALUES ($path, $blob, $bytes)',
  );
  const removeFile = db.prepare<[string]>('DELETE FROM mlflow_artifacts WHERE path = ?');
  const blobs = db.prepare<[], string>('SELECT blob FROM mlflow_artifacts').pluck();
  return {
    get(kind: DocumentKind, id: string): Body | undefined {
      const body = get.get(kind, id);
      return body === undefined ? undefined : (JSON.parse(body) as Body);
    },
    /** Those whose id begins so. */
    all: (kind: DocumentKind, begin = ''): Body[] =>
      all.all(kind, `${begin.replace(/[*?[]/g, '[$&]')}*`).map((body) => JSON.parse(body) as Body),
    put: (kind: DocumentKind, id: string, body: Body): void => void put.run(kind, id, JSON.stringify(body)),
    remove: (kind: DocumentKind, id: string): boolean => remove.run(kind, id).changes > 0,
    file: (path: string): StoredFile | undefined => file.get(path),
    filesBelow: (folder: string): StoredFile[] => files.all(folder, folder),
    putFile: (stored: StoredFile): void => void putFile.run(stored),
    removeFile: (path: string): boolean => removeFile.run(path).changes > 0,
    blobs: (): string[] => blobs.all(),
  };
}
