/** @file Experiments: what runs stand in. */
import type { Database } from 'better-sqlite3';
import type { Experiment, Shelf } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { Store } from '../platform/store/index.ts';
import { createTags } from './tags.ts';

interface ExperimentRow extends Omit<Experiment, 'tags'> {
  readonly id: string;
}

export interface ExperimentChange {
  readonly name?: string | undefined;
  readonly note?: string | undefined;
  /** A tag that is null is taken away. */
  readonly tags?: Readonly<Record<string, string | null>> | undefined;
  readonly archived?: boolean | undefined;
  readonly trashed?: boolean | undefined;
}

export type Experiments = ReturnType<typeof createExperiments>;

const EXPERIMENT = `SELECT e.id, e.name, e.note, e.created_at AS createdAt, e.archived_at AS archivedAt,
  e.trashed_at AS trashedAt, (SELECT count(*) FROM runs r WHERE r.experiment = e.id AND r.trashed_at IS NULL) AS runs
  FROM experiments e`;

function prepareQueries(db: Database) {
  return {
    all: db.prepare<{ shelf: Shelf }, ExperimentRow>(
      `${EXPERIMENT} WHERE CASE $shelf WHEN 'all' THEN 1 WHEN 'trashed' THEN e.trashed_at IS NOT NULL
         WHEN 'archived' THEN e.trashed_at IS NULL AND e.archived_at IS NOT NULL
         ELSE e.trashed_at IS NULL AND e.archived_at IS NULL END ORDER BY natural(e.name), e.id`,
    ),
    one: db.prepare<[string], ExperimentRow>(`${EXPERIMENT} WHERE e.id = ?`),
    named: db.prepare<[string], string>('SELECT id FROM experiments WHERE name = ?').pluck(),
    add: db.prepare<{ id: string; name: string; at: string }>(
      'INSERT INTO experiments (id, name, created_at) VALUES ($id, $name, $at)',
    ),
    edit: db.prepare<{ id: string; name: string | null; note: string | null }>(
      'UPDATE experiments SET name = coalesce($name, name), note = coalesce($note, note) WHERE id = $id',
    ),
    setArchived: db.prepare<{ id: string; at: string | null }>(
      'UPDATE experiments SET archived_at = $at WHERE id = $id',
    ),
    setTrashed: db.prepare<{ id: string; at: string | null }>(
      'UPDATE experiments SET trashed_at = $at WHERE id = $id',
    ),
    lastTrashed: db
      .prepare<[string], string | null>('SELECT max(trashed_at) FROM runs WHERE experiment = ?')
      .pluck(),
    /** Those that go into the trash with it, and come back with it. */
    trashRuns: db.prepare<{ id: string; at: string }>(
      'UPDATE runs SET trashed_at = $at WHERE experiment = $id AND trashed_at IS NULL',
    ),
    restoreRuns: db.prepare<{ id: string; at: string }>(
      'UPDATE runs SET trashed_at = NULL WHERE experiment = $id AND trashed_at = $at',
    ),
    removeRules: db.prepare<[string]>('DELETE FROM alert_rules WHERE experiment = ?'),
    remove: db.prepare<[string]>('DELETE FROM experiments WHERE id = ?'),
    holdsRuns: db.prepare<[string], number>('SELECT 1 FROM runs WHERE experiment = ? LIMIT 1').pluck(),
  };
}

export function createExperiments({ store, emit }: { readonly store: Store; readonly emit: Emit }) {
  const queries = prepareQueries(store.db);
  const tags = createTags(store.db, 'experiment');
  const changed = (id: string): void => emit({ type: 'changed', what: 'experiments', id });
  const toExperiment = (row: ExperimentRow): Experiment => ({ ...row, tags: tags.of(row.id) });
  const now = (): string => new Date().toISOString();

  function get(id: string): Experiment {
    const row = queries.one.get(id);
    if (!row) throw new AppError('house.notFound', { what: 'experiment', id });
    return toExperiment(row);
  }

  /** @throws AppError `tracking.experimentExists` */
  function create(name: string): Experiment {
    if (queries.named.get(name) !== undefined) throw new AppError('tracking.experimentExists', { name });
    const id = createId('experiment');
    queries.add.run({ id, name, at: now() });
    changed(id);
    return get(id);
  }

  return {
    get,
    create,
    list: (shelf: Shelf = 'active'): Experiment[] => queries.all.all({ shelf }).map(toExperiment),
    /** The one of that name, or undefined. */
    named(name: string): Experiment | undefined {
      const id = queries.named.get(name);
      return id === undefined ? undefined : get(id);
    },
    /** The one of that name, made where there is none. */
    findOrAdd(name: string): Experiment {
      const id = queries.named.get(name);
      return id === undefined ? create(name) : get(id);
    },
    /** @throws AppError `tracking.experimentExists` */
    edit(id: string, { name, note, tags: changes = {}, archived, trashed }: ExperimentChange): Experiment {
      store.tx(() => {
        const before = get(id);
        if (name !== undefined && name !== before.name && queries.named.get(name) !== undefined)
          throw new AppError('tracking.experimentExists', { name });
        queries.edit.run({ id, name: name ?? null, note: note ?? null });
        tags.set(id, changes);
        if (archived !== undefined) queries.setArchived.run({ id, at: archived ? now() : null });
        if (trashed === true && before.trashedAt === null) {
          const at = momentAfter(queries.lastTrashed.get(id) ?? null);
          queries.setTrashed.run({ id, at });
          queries.trashRuns.run({ id, at });
        }
        if (trashed === false && before.trashedAt !== null) {
          queries.restoreRuns.run({ id, at: before.trashedAt });
          queries.setTrashed.run({ id, at: null });
        }
      });
      changed(id);
      if (trashed !== undefined) emit({ type: 'changed', what: 'runs', id });
      return get(id);
    },
    /** Removes one that is in the trash and holds no run any more. @throws AppError `tracking.experimentNotEmpty` */
    purge(id: string): void {
      const { name, trashedAt } = get(id);
      if (trashedAt === null) throw new AppError('tracking.notInTrash', { name });
      if (queries.holdsRuns.get(id) !== undefined)
        throw new AppError('tracking.experimentNotEmpty', { name });
      store.tx(() => {
        tags.clear(id);
        queries.removeRules.run(id);
        queries.remove.run(id);
      });
      changed(id);
    },
  };
}

/** Now, or just after what is no earlier: runs that went into the trash by themselves have another moment than their experiment. */
function momentAfter(last: string | null): string {
  const at = new Date().toISOString();
  return last === null || last < at ? at : new Date(Date.parse(last) + 1).toISOString();
}
