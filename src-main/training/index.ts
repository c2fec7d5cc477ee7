/** @file The training room: recipes, and the life of a run from start to model. It decides; the training worker computes. */
import { toAppError } from '../../src-shared/platform/errors.ts';
import { trainingRouter } from './router.ts';
import { openTraining, type TrainingParts } from './training.ts';

export { choiceInWords, inWords } from './provider-words.ts';
export type { TrainingParts, StartRequest, Started, Training, Watching } from './training.ts';

/** Opens the room with its facets. */
export function createTraining(parts: TrainingParts) {
  const training = openTraining(parts);
  return {
    ...training,
    procedures: () => ({ training: trainingRouter(training) }),
    opened: () => void training.probeNew().catch(reportUnlessClosed),
  };
}

/** Nobody waits for it; it is tried again when somebody does. One that ended with the workbench is nothing to tell of. */
function reportUnlessClosed(thrown: unknown): void {
  if (toAppError(thrown).key !== 'house.cancelled') console.error(thrown);
}
