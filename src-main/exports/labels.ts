/** @file Whose labels an export of samples writes: those of one annotation task of the dataset. */
import type { Database } from 'better-sqlite3';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Person, SampleFilter } from '../../src-shared/contract.ts';
import { isOneClass, type TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';
import { readStored } from '../../src-shared/labeling/tasks/stored.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { matchingAt, type FreezableDataset } from '../datasets/index.ts';
import { sampleKey } from '../kinds/sample-key.ts';
import type { Store } from '../platform/store/index.ts';
import type { ExportsParts } from './types.ts';

export interface TaskLabels {
  readonly task: string;
  /** In the name of the file; empty for the first task of a dataset. */
  readonly name: string;
  /** Whether each label is one class. */
  readonly hasClasses: boolean;
  /** A label that is no single class, as JSON with classes by their names. */
  answerOf(stored: string): string;
}

interface TaskRow {
  readonly dataset: string;
  readonly kind: TaskKind;
  readonly name: string;
}

/**
 * @param asked a task; without one the first of the dataset
 * @param person who takes them out
 * @throws AppError `house.notFound`, `exports.labelsHidden` for somebody who may not see them
 */
export function labelsOf(
  { store: { db }, labeling }: Pick<ExportsParts, 'store' | 'labeling'>,
  { dataset, asked = dataset, person }: { dataset: string; asked: string | undefined; person: Person },
): TaskLabels {
  const row = db
    .prepare<[string], TaskRow>('SELECT dataset, kind, name FROM label_tasks WHERE id = ?')
    .get(asked);
  if (asked !== dataset && row?.dataset !== dataset)
    throw new AppError('house.notFound', { what: 'task', id: asked });
  const { kind, name } = row ?? { kind: 'classification', name: '' };
  if (labeling.hidesLabels(asked, person)) throw new AppError('exports.labelsHidden', { task: name || kind });
  const classes = db.prepare<[string], { id: number; name: string }>(
    'SELECT id, name FROM class_names WHERE task = ?',
  );
  const names = new Map(classes.all(asked).map((each) => [each.id, each.name]));
  const nameOf = (id: number): string => names.get(id) ?? String(id);
  return {
    task: asked,
    name: asked === dataset ? '' : name || kind,
    hasClasses: isOneClass(kind),
    answerOf: (stored) => JSON.stringify(readStored(kind, stored, nameOf)),
  };
}

const SLICE = 2000;

/** How many samples have a label in a task, of those that match a filter where there is one. */
export async function countLabeled(
  { db }: Pick<Store, 'db'>,
  dataset: FreezableDataset,
  { task, filter }: { task: string; filter: SampleFilter | undefined },
): Promise<number> {
  if (!filter)
    return (
      db.prepare<[string], number>('SELECT labeled FROM label_totals WHERE task = ?').pluck().get(task) ?? 0
    );
  const matching = matchingAt(db, dataset.id, filter);
  const labeled = labeledIn(db);
  let count = 0;
  for (let from = 0; from < dataset.samples; from += SLICE) {
    const base = sampleKey(dataset.key, 0);
    const end = Math.min(dataset.samples, from + SLICE);
    const known = new Set(labeled.all(task, from, end));
    count += matching(base + from, base + end).filter((position) => known.has(position)).length;
    await yieldToEventLoop();
  }
  return count;
}

const labeledIn = (db: Database) =>
  db
    .prepare<[string, number, number], number>(
      `SELECT position FROM sample_labels WHERE task = ? AND position >= ? AND position < ?
       AND (class IS NOT NULL OR value IS NOT NULL)`,
    )
    .pluck();
