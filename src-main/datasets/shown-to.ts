/** @file What a person may see of the labels of samples. */
import type { Dataset, Person, Sample } from '../../src-shared/contract.ts';
import { TASK_KIND_TABLE, type TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';
import { withoutLabel } from './browse.ts';
import type { DatasetsParts } from './types.ts';

export interface Shown {
  /** Whether labels are kept from the person. */
  readonly hides: boolean;
  sample(sample: Sample): Sample;
  /** @param kind of the task whose labels it counts */
  dataset(dataset: Dataset, kind: TaskKind): Dataset;
}

/** The classes of the schema; ratings and preferences are told only because they were given. */
function withoutCounts({ labels }: Dataset, kind: TaskKind): Dataset['labels'] {
  return TASK_KIND_TABLE[kind].hasClasses ? labels.map(({ name }) => ({ name, count: null })) : [];
}

/**
 * A number to predict came with the file, as did the labels of the first task: what hides these hides it, too.
 *
 * @param person who looks; undefined for the workbench itself
 */
export function shownTo(
  { labeling }: Pick<DatasetsParts, 'labeling'>,
  person: Person | undefined,
  { dataset, task = dataset }: { dataset: string; task?: string | undefined },
): Shown {
  const isHidden = (of: string): boolean => person !== undefined && labeling.hidesLabels(of, person);
  const [hides, hidesFile] = [isHidden(task), isHidden(dataset)];
  return {
    hides,
    // A count that moves with one's own answer tells what others said.
    dataset: (dataset, kind) => (hides ? { ...dataset, labels: withoutCounts(dataset, kind) } : dataset),
    sample: (sample) => ({
      ...(hides ? withoutLabel(sample) : sample),
      ...(hidesFile && { value: null }),
    }),
  };
}
