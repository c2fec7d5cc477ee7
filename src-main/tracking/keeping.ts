/** @file What people do with runs that are there: mark, put aside, throw away, restore, delete for good. */
import { BISECTION_TAG, SEARCH_TAG } from '../../src-shared/tracking/values.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { RunsChange } from '../../src-shared/contract.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import type { Database } from 'better-sqlite3';
import type { Store } from '../platform/store/index.ts';
import type { Experiments } from './experiments.ts';
import type { createParameters } from './parameters.ts';
import type { Points } from './points/points.ts';
import type { Tagging } from './tags.ts';

interface KeepingParts {
  readonly store: Store;
  readonly emit: Emit;
  readonly experiments: Experiments;
  readonly points: Points;
  readonly parameters: ReturnType<typeof createParameters>;
  readonly tags: Tagging;
}

interface Kept {
  readonly name: string;
  readonly state: string;
  readonly origin: string;
  readonly starred: number;
  readonly archivedAt: string | null;
  readonly trashedAt: string | null;
  readonly parent: string | null;
}

function prepareQueries(db: Database) {
  return {
    run: db.prepare<[string], Kept>(
      'SELECT name, state, origin, starred, archived_at AS archivedAt, trashed_at AS trashedAt, parent FROM runs WHERE id = ?',
    ),
    setStarred: db.prepare<[number, string]>('UPDATE runs SET starred = ? WHERE id = ?'),
    setArchived: db.prepare<[string | null, string]>('UPDATE runs SET archived_at = ? WHERE id = ?'),
    setTrashed: db.prepare<[string | null, string]>('UPDATE runs SET trashed_at = ? WHERE id = ?'),
    setParent: db.prepare<[string | null, string]>('UPDATE runs SET parent = ? WHERE id = ?'),
    setExperiment: db.prepare<[string, string]>('UPDATE runs SET experiment = ? WHERE id = ?'),
    hasModel: db.prepare<[string], number>('SELECT 1 FROM run_models WHERE run = ? LIMIT 1').pluck(),
    orphan: [
      'UPDATE runs SET parent = NULL WHERE parent = ?',
      'UPDATE runs SET reproduces = NULL WHERE reproduces = ?',
    ].map((sql) => db.prepare<[string]>(sql)),
    remove: [
      'DELETE FROM alerts WHERE run = ?',
      'DELETE FROM run_log WHERE run = ?',
      'DELETE FROM run_samples WHERE run = ?',
      'DELETE FROM artifacts WHERE run = ?',
      'DELETE FROM runs WHERE id = ?',
    ].map((sql) => db.prepare<[string]>(sql)),
  };
}

export function createKeeping({ store, emit, experiments, points, parameters, tags }: KeepingParts) {
  const queries = prepareQueries(store.db);
  const now = (): string => new Date().toISOString();

  function kept(id: string): Kept {
    const row = queries.run.get(id);
    if (!row) throw new AppError('house.notFound', { what: 'run', id });
    return row;
  }

  /** Nothing stands below itself. @throws AppError `tracking.ownParent` */
  function requireAbove(id: string, parent: string): void {
    for (let above: string | null = parent; above !== null; above = kept(above).parent)
      if (above === id) throw new AppError('tracking.ownParent', { name: kept(id).name });
  }

  function trash(id: string, trashed: boolean): void {
    const { name, state, origin, trashedAt } = kept(id);
    if (trashed === (trashedAt !== null)) return;
    if (trashed && state === 'running' && origin === 'training')
      throw new AppError('tracking.isRunning', { name });
    queries.setTrashed.run(trashed ? now() : null, id);
  }

  function purgeOne(id: string): void {
    const { name, trashedAt } = kept(id);
    if (trashedAt === null) throw new AppError('tracking.notInTrash', { name });
    const isOfSearch = [SEARCH_TAG, BISECTION_TAG].some((tag) => Object.hasOwn(tags.of(id), tag));
    if (queries.hasModel.get(id) !== undefined || isOfSearch)
      throw new AppError('tracking.isNeeded', { name });
    for (const statement of queries.orphan) statement.run(id);
    points.forget(id);
    parameters.clear(id);
    tags.clear(id);
    for (const statement of queries.remove) statement.run(id);
  }

  /** What brings back what is there before a change: of each thing only the runs in which it becomes another. */
  function undoOf({ runs, tags: changes = {}, starred, archived, trashed }: RunsChange): RunsChange[] {
    const all = runs.map((id) => ({ id, tags: tags.of(id), ...kept(id) }));
    const those = (isOther: (run: (typeof all)[number]) => boolean) =>
      all.filter(isOther).map(({ id }) => id);
    const back: RunsChange[] = [];
    for (const [name, value] of Object.entries(changes))
      for (const [before, of] of Map.groupBy(all, (run) => run.tags[name] ?? null))
        if (before !== value) back.push({ runs: of.map(({ id }) => id), tags: { [name]: before } });
    if (starred !== undefined)
      back.push({ runs: those((run) => (run.starred === 1) !== starred), starred: !starred });
    if (archived !== undefined)
      back.push({ runs: those((run) => (run.archivedAt !== null) !== archived), archived: !archived });
    if (trashed !== undefined)
      back.push({ runs: those((run) => (run.trashedAt !== null) !== trashed), trashed: !trashed });
    return back.filter((one) => one.runs.length > 0);
  }

  return {
    /** All of it, or nothing. @throws AppError `tracking.isRunning`, `house.notFound` */
    keep(change: RunsChange): { undo: RunsChange[] } {
      const { runs, tags: changes = {}, starred, archived, trashed } = change;
      const undo = store.tx(() => {
        const before = undoOf(change);
        for (const id of runs) {
          tags.set(id, changes);
          if (starred !== undefined) queries.setStarred.run(Number(starred), id);
          if (archived !== undefined) queries.setArchived.run(archived ? now() : null, id);
          if (trashed !== undefined) trash(id, trashed);
        }
        return before;
      });
      const edited = archived === undefined && trashed === undefined;
      for (const id of runs) emit({ type: 'changed', what: 'runs', id, edited });
      return { undo };
    },
    /** Deletes runs for good. @throws AppError `tracking.notInTrash`, `tracking.isNeeded` */
    purge(runs: readonly string[]): void {
      store.tx(() => runs.forEach(purgeOne));
      for (const id of runs) emit({ type: 'changed', what: 'runs', id });
    },
    /** Into another experiment, below another run. @throws AppError `tracking.ownParent` */
    move(
      id: string,
      { experiment, parent }: { experiment?: string | undefined; parent?: string | null | undefined },
    ): void {
      store.tx(() => {
        if (parent) requireAbove(id, parent);
        if (parent !== undefined) queries.setParent.run(parent, id);
        if (experiment !== undefined) queries.setExperiment.run(experiments.findOrAdd(experiment).id, id);
      });
    },
  };
}
