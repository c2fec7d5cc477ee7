/** @file What comes back from a training worker, written down with its run. */
import { TASKS, type Run } from '../../src-shared/contract.ts';
import { AppError, toAppError, toWire } from '../../src-shared/platform/errors.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { Models } from '../models/index.ts';
import type { Versions } from '../versions/index.ts';
import type { MachineReading } from '../platform/system/index.ts';
import type { Store } from '../platform/store/index.ts';
import type { Tracking } from '../tracking/index.ts';
import type { RunResult } from './worker/run.ts';
import type { TrainUpdate } from './worker/train.ts';
import type { KeptBaselines } from './baselines.ts';
import type { Checkpoints } from './checkpoints.ts';
import { environmentOf, measurements, resultsSoFar, summaryOf, systemMeasurements } from './measurements.ts';
import { recipeNamed } from './recipes/index.ts';
import type { TrainedRun } from './trained.ts';

export interface RecordingParts {
  readonly store: Store;
  readonly versions: Versions;
  readonly tracking: Tracking;
  readonly models: Pick<Models, 'register' | 'finish'>;
  readonly checkpoints: Checkpoints;
  readonly baselines: Pick<KeptBaselines, 'kept' | 'keep'>;
}

/** Errors after which a run may go on from its last checkpoint: the worker died, not the training. */
const DEATHS: ReadonlySet<string> = new Set([
  'workers.crashed',
  'workers.outOfMemory',
  'workers.noRoom',
  'workers.together',
  'workers.silent',
  'workers.deadline',
  'training.cut',
]);

/** Metrics, results so far, samples and lines of a run under way. */
export function recordUpdate(
  { tracking, machine }: { readonly tracking: Tracking; readonly machine: () => MachineReading },
  run: string,
  update: TrainUpdate,
): void {
  tracking.append(run, [...measurements(update), ...systemMeasurements(update, machine)]);
  const results = resultsSoFar(update);
  if (results) tracking.summarize(run, results);
  if (update.kind === 'plan' || update.kind === 'rewound') tracking.rewind(run, update.step);
  if (update.kind === 'rewound') tracking.faulted(run, update);
  if (update.kind === 'sample') tracking.sample(run, update.sample);
  if (update.kind === 'log') tracking.log(run, update.line);
}

/** The end of a run that left a model: `seconds` since it was launched. */
export async function recordResult(
  { store, versions, tracking, models, checkpoints, baselines }: RecordingParts,
  {
    run,
    result,
    seconds,
  }: { readonly run: TrainedRun; readonly result: RunResult; readonly seconds: number },
): Promise<void> {
  const blob = await store.blobs.adopt(result.modelPath);
  await checkpoints.rest(run.id);
  if (result.baselines !== null) await baselines.keep(run.version, result.baselines);
  const { language } = versions.get({ version: run.version });
  const { task, kind } = recipeNamed(run.recipe);
  const summary = summaryOf(result);
  const model = createId('model');
  store.tx(() => {
    tracking.artifact(run.id, 'model.onnx', blob);
    tracking.environment(run.id, environmentOf(result));
    tracking.summarize(run.id, summary);
    tracking.findings(run.id, result.findings);
    models.register({
      id: model,
      run: run.id,
      name: `${run.versionName} · ${run.name}`,
      blob,
      labels: TASKS[task].hasClasses ? result.labels : [],
      language,
      task,
      kind: TASKS[task].asks ?? kind,
      weightsSha256: result.weightsSha256,
      summary,
    });
    const state = result.stopped ? 'stopped' : 'finished';
    tracking.finish(run.id, { state, seconds, weightsSha256: result.weightsSha256 });
  });
  // The model is kept by now: where its file cannot be finished, the next start does it.
  await models.finish(model).catch(console.error);
}

/** The end of a run that left none: it failed, or was interrupted where its worker died. */
export function recordFailure(
  tracking: Tracking,
  { run, thrown, seconds }: { readonly run: Run; readonly thrown: unknown; readonly seconds: number },
): void {
  const error = endOf(run, thrown);
  const state = DEATHS.has(error.key) ? 'interrupted' : 'failed';
  tracking.log(run.id, `${error.message} ${error.hint}`);
  tracking.finish(run.id, { state, seconds, error: toWire(error) });
}

/** A cancelled job leaves a run that can go on, which the words for other jobs do not say. */
function endOf({ name }: Run, thrown: unknown): AppError {
  const error = toAppError(thrown);
  return error.key === 'house.cancelled'
    ? new AppError('training.cut', { run: name }, { cause: error })
    : error;
}
