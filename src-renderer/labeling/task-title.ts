/** @file What an annotation task is called, in one way wherever it is named. */
import type { AnnotationTask } from '../../src-shared/labeling/tasks/contract.ts';
import type { AllWords } from '../words.ts';

type Named = Pick<AnnotationTask, 'id' | 'dataset' | 'name' | 'kind'>;

/** Its name; of a task without one what it holds where it is the first of its dataset, else its kind. */
export function taskTitle({ id, dataset, name, kind }: Named, { tasks }: AllWords['label']): string {
  return name || (id === dataset ? tasks.ofDataset : tasks.kinds[kind]);
}
