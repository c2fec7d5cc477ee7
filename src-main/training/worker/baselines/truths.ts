/** @file What is right: the class or the number of every sample of a version. */
import { TARGETS } from '../../../../src-shared/tasks/tasks.ts';
import { rowsOf, type FrozenVersion, type Split } from '../../../versions/worker/index.ts';
import { classNumbers } from '../programs/classes.ts';

export const SPLITS: readonly Split[] = ['train', 'validation', 'test'];

/** By split, in the order of the samples' ids: numbers of classes, or numbers. */
export type Truths = Readonly<Record<Split, readonly number[]>>;

export async function truthsOf(version: FrozenVersion): Promise<Truths> {
  const [train, validation, test] = await Promise.all(SPLITS.map((split) => truthsOfSplit(version, split)));
  return { train: train!, validation: validation!, test: test! };
}

async function truthsOfSplit(version: FrozenVersion, split: Split): Promise<readonly number[]> {
  const truths: number[] = [];
  const numberOfClass = classNumbers(version.labels);
  const { hasClasses, column } = TARGETS[version.target];
  if (column === null) return truths;
  for await (const rows of rowsOf(version, { split, columns: ['id', column] }))
    for (const [id, truth] of rows)
      truths.push(hasClasses ? numberOfClass(String(truth), String(id)) : Number(truth));
  return truths;
}
