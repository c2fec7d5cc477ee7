/** @file What the labels of a model mean in a task: the class of that name, or the one that a person said. */
import { canonicalClass } from '../../../src-shared/labeling/class-name.ts';
import type { ClassRow } from '../queries.ts';
import type { RegistryModel } from '../types.ts';
import { requireLabels } from './model-rows.ts';

export interface Meaning {
  /** Whether answers name no class that has classes below it. */
  readonly leavesOnly: boolean;
  /** By label of the model: the class that it means where it is called otherwise; empty for none. */
  readonly mapping: Readonly<Record<string, string>>;
}

/**
 * @param known the classes of the task
 * @returns the class of each label; undefined for one that means none
 * @throws AppError `labeling.modelLabels` where none means anything
 */
export function meaningOf(
  model: RegistryModel,
  known: readonly ClassRow[],
  { leavesOnly, mapping }: Meaning,
): (label: string) => string | undefined {
  const parents = new Set(known.flatMap(({ parent }) => parent ?? []));
  const usable = known.filter(({ id }) => !leavesOnly || !parents.has(id));
  const meanings = new Map<string, string>();
  for (const label of model.labels) {
    const wanted = canonicalClass(Object.hasOwn(mapping, label) ? mapping[label]! : label);
    const found = usable.find(({ name }) => canonicalClass(name) === wanted);
    if (found) meanings.set(label, found.name);
  }
  requireLabels(
    model,
    known.map(({ name }) => name),
    meanings.size > 0,
  );
  return (label) => meanings.get(label);
}
