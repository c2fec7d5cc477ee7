/** @file Views of the table of runs that people saved, by their names. */
import { RunViewBody, type RunView } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { Store } from '../platform/store/index.ts';

interface ViewRow extends Omit<RunView, 'body'> {
  readonly body: string;
}

interface SavedView {
  readonly id?: string | undefined;
  readonly name: string;
  readonly body: RunView['body'];
  readonly author: string;
}

const VIEW = 'SELECT id, name, body, author, changed_at AS changedAt FROM run_views';

export function createViews({ store, emit }: { store: Store; emit: Emit }) {
  const { db } = store;
  const all = db.prepare<[], ViewRow>(`${VIEW} ORDER BY natural(name)`);
  const one = db.prepare<[string], ViewRow>(`${VIEW} WHERE id = ?`);
  const named = db.prepare<[string], string>('SELECT id FROM run_views WHERE name = ?').pluck();
  const put = db.prepare<Record<string, string>>(
    `INSERT INTO run_views (id, name, body, author, changed_at) VALUES ($id, $name, $body, $author, $at)
     ON CONFLICT (id) DO UPDATE SET name = $name, body = $body, changed_at = $at`,
  );
  const drop = db.prepare<[string]>('DELETE FROM run_views WHERE id = ?');
  const changed = (id: string): void => emit({ type: 'changed', what: 'runViews', id });
  /** One of an earlier workbench gets what it does not have yet. */
  const toView = (row: ViewRow): RunView => ({ ...row, body: RunViewBody.parse(JSON.parse(row.body)) });

  function requireView(id: string): ViewRow {
    const row = one.get(id);
    if (!row) throw new AppError('house.notFound', { what: 'view', id });
    return row;
  }

  return {
    list: (): RunView[] => all.all().map(toView),
    /** @throws AppError `tracking.viewExists`, `house.notFound` */
    save({ id, name, body, author }: SavedView): RunView {
      const known = named.get(name);
      if (known !== undefined && known !== id) throw new AppError('tracking.viewExists', { name });
      if (id !== undefined) requireView(id);
      const own = id ?? createId('view');
      put.run({ id: own, name, body: JSON.stringify(body), author, at: new Date().toISOString() });
      changed(own);
      return toView(requireView(own));
    },
    /** @throws AppError `house.notFound` */
    remove(id: string): void {
      requireView(id);
      drop.run(id);
      changed(id);
    },
  };
}
