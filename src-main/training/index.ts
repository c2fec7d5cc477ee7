/** @file The training room: recipes, and the life of a run from start to model. It decides; the training worker computes. */
import { toAppError } from '../../src-shared/platform/errors.ts';
import { trainingRouter } from './router.ts';
import { openTraining, type TrainingParts } from './training.ts';

export { choiceInWords, inWords } from './provider-words.ts';
export type { TrainingParts, StartRequest, Started, Training, Watching } from './training.ts';

/** A process for each provider is no help to who has just opened the window; who trains before asks for it at once. */
const PROBE_MS = 10_000;

/** Opens the room with its facets. */
export function createTraining(parts: TrainingParts) {
  const training = openTraining(parts);
  let probing: NodeJS.Timeout | undefined;
  return {
    ...training,
    procedures: () => ({ training: trainingRouter(training) }),
    opened() {
      probing ??= setTimeout(() => void training.probeNew().catch(reportUnlessClosed), PROBE_MS).unref();
    },
    close() {
      clearTimeout(probing);
      return training.close();
    },
  };
}

/** Nobody waits for it; it is tried again when somebody does. One that ended with the workbench is nothing to tell of. */
function reportUnlessClosed(thrown: unknown): void {
  if (toAppError(thrown).key !== 'house.cancelled') console.error(thrown);
}
