/** @file What a person may see of the labels of samples. */
import type { Person, Sample } from '../../src-shared/contract.ts';
import { withoutLabel } from './browse.ts';
import type { DatasetsParts } from './types.ts';

export interface Shown {
  /** Whether labels are kept from the person. */
  readonly hides: boolean;
  sample(sample: Sample): Sample;
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
    sample: (sample) => ({
      ...(hides ? withoutLabel(sample) : sample),
      ...(hidesFile && { value: null }),
    }),
  };
}
