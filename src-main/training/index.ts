/** @file The training room: recipes, and the life of a run from start to model. It decides; the training worker computes. */
import type { Parameters, Person, Recipe, Run } from '../../src-shared/contract.ts';
import type { Provider } from '../../src-shared/platform/values.ts';
import { AppError, toAppError, toWire } from '../../src-shared/platform/errors.ts';
import type { Datasets } from '../datasets/index.ts';
import type { Store } from '../platform/store/index.ts';
import type { Tracking } from '../tracking/index.ts';
import type { Edition } from './worker/programs/index.ts';
import type { Pool, Task } from '../platform/pool/index.ts';
import type { TrainResult, TrainSpec, TrainUpdate } from './worker/train.ts';
import { createAugmentations, type Augmentations } from './augmentation.ts';
import { createCheckpoints } from './checkpoints.ts';
import { RECIPES, checkData, completeParameters, recipeNamed, recordedParameters } from './recipes/index.ts';
import { environmentOf, measurements, resultsSoFar, summaryOf } from './measurements.ts';
import { createProfiles, type Profiles } from './profiles.ts';
import { createProviders, type Providers } from './providers.ts';

export { choiceInWords, inWords } from './provider-words.ts';

export interface TrainingParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly datasets: Datasets;
  readonly tracking: Tracking;
}

export interface StartRequest {
  readonly version: string;
  readonly recipe: string;
  readonly parameters: Parameters;
  readonly name?: string | undefined;
}

export interface Started {
  readonly run: string;
  readonly job: string;
}

export interface Training extends Profiles, Augmentations, Omit<Providers, 'choose'> {
  recipes(): readonly Recipe[];
  /** @throws AppError `training.noSuchRecipe`, `training.noSuchParameter`, `training.parameterOutOfRange`, `house.notFound` */
  start(request: StartRequest, person: Person): Promise<Started>;
  /** Asks a run to end after its current step. @throws AppError `training.notRunning` */
  stop(run: string): void;
  /**
   * Goes on from the last checkpoint; a run that ended before its first begins again, to the same weights.
   *
   * @throws AppError `training.notResumable`, `training.alreadyRunning`
   */
  resume(run: string): Promise<Started>;
  /** Trains again exactly as `run` was trained. */
  reproduce(run: string, person: Person): Promise<Started>;
  /** Runs that end from now on were cut off by the end of the workbench. */
  close(): void;
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

export function createTraining({ store, pool, datasets, tracking }: TrainingParts): Training {
  const tasks = new Map<string, Task<TrainResult>>();
  let closing = false;
  const { choose, ...providers } = createProviders({ store, pool });
  const checkpoints = createCheckpoints({ store, tracking });

  async function start(
    { version, recipe: name, parameters: given, name: title }: StartRequest,
    person: Person,
  ): Promise<Started> {
    const recipe = recipeNamed(name);
    const parameters = completeParameters(recipe, given);
    const { datasetName, number, kind, target } = datasets.version({ version });
    checkData(recipe, { kind, target });
    const versionName = `${datasetName} v${number}`;
    const run = tracking.open({
      recipe: name,
      version,
      versionName,
      parameters,
      startedBy: person.name,
      name: title,
    });
    return launch(run, null);
  }

  async function reproduce(id: string, person: Person): Promise<Started> {
    const { recipe, version, versionName, parameters, name } = tracking.run(id);
    const again = tracking.open({
      recipe,
      version,
      versionName,
      parameters,
      startedBy: person.name,
      name: `${name} again`,
      reproduces: id,
    });
    return launch(again, null);
  }

  async function resume(id: string): Promise<Started> {
    const run = tracking.run(id);
    if (tasks.has(id)) throw new AppError('training.alreadyRunning', { run: run.name });
    if (run.state !== 'stopped' && run.state !== 'interrupted') {
      throw new AppError('training.notResumable', { run: run.name, state: run.state });
    }
    return launch(run, await checkpoints.last(id));
  }

  function stop(id: string): void {
    const task = tasks.get(id);
    if (!task) throw new AppError('training.notRunning', { run: tracking.run(id).name });
    task.stop();
  }

  async function launch(run: Run, resumeFrom: string | null): Promise<Started> {
    const started = performance.now();
    const seconds = (): number => (performance.now() - started) / 1000;
    const spec = await specOf(run, resumeFrom);
    const task = pool.run<TrainSpec, TrainUpdate, TrainResult>({
      job: 'train',
      spec,
      kind: 'train',
      title: run.name,
      subject: run.id,
      unit: 'steps',
      onUpdate: (update) => take(run.id, update),
      stopped: ({ stopped }) => stopped,
      finish: (result) => complete(run, result, seconds()),
    });
    tasks.set(run.id, task);
    tracking.attach(run.id, task.id);
    task.result
      .catch((thrown: unknown) => fail(run, thrown, seconds()))
      .finally(() => tasks.delete(run.id))
      .catch(reportLost);
    return { run: run.id, job: task.id };
  }

  async function specOf(run: Run, resumeFrom: string | null): Promise<TrainSpec> {
    const recipe = recipeNamed(run.recipe);
    const parameters = recordedParameters(recipe, run.parameters);
    const { provider, edition } = await computedBy(run, parameters.provider);
    return {
      provider,
      edition,
      recipe: recipe.name,
      version: await datasets.versionFile(run.version),
      parameters,
      directory: await checkpoints.folder(run.id),
      ...(resumeFrom === null ? {} : { resumeFrom }),
    };
  }

  /** Once chosen they stay, for going on and for doing it again: others compute other weights. */
  async function computedBy(run: Run, wanted: string): Promise<{ provider: Provider; edition: Edition }> {
    const { environment } = run.reproduces === null ? run : tracking.run(run.reproduces);
    const provider = await choose(environment['provider'] ?? wanted);
    const edition = editionIn(environment);
    tracking.environment(run.id, { provider, edition: String(edition) });
    return { provider, edition };
  }

  function take(run: string, update: TrainUpdate): void {
    tracking.append(run, measurements(update));
    const results = resultsSoFar(update);
    if (results) tracking.summarize(run, results);
    if (update.kind === 'plan' || update.kind === 'rewound') tracking.rewind(run, update.step);
    if (update.kind === 'sample') tracking.sample(run, update.sample);
    if (update.kind === 'log') tracking.log(run, update.line);
  }

  async function complete(run: Run, result: TrainResult, seconds: number): Promise<void> {
    const blob = await store.blobs.adopt(result.modelPath);
    await checkpoints.rest(run.id);
    const { labels, language } = datasets.version({ version: run.version });
    const { task, kind } = recipeNamed(run.recipe);
    const summary = summaryOf(result);
    store.tx(() => {
      tracking.artifact(run.id, 'model.onnx', blob);
      tracking.environment(run.id, environmentOf(result));
      tracking.summarize(run.id, summary);
      tracking.register({
        run: run.id,
        name: `${run.versionName} · ${run.name}`,
        blob,
        labels: task === 'classify' ? labels : [],
        language,
        task,
        kind,
        weightsSha256: result.weightsSha256,
        summary,
      });
      const state = result.stopped ? 'stopped' : 'finished';
      tracking.finish(run.id, { state, seconds, weightsSha256: result.weightsSha256 });
    });
  }

  function fail(run: Run, thrown: unknown, seconds: number): void {
    // The next start marks the run as interrupted.
    if (closing) return;
    const error = endOf(run, thrown);
    const state = DEATHS.has(error.key) ? 'interrupted' : 'failed';
    tracking.log(run.id, `${error.message} ${error.hint}`);
    tracking.finish(run.id, { state, seconds, error: toWire(error) });
  }

  return {
    ...createProfiles({ store, pool, datasets, tracking, choose }),
    ...createAugmentations({ pool, datasets }),
    ...providers,
    recipes: () => RECIPES,
    start,
    stop,
    resume,
    reproduce,
    close() {
      closing = true;
      providers.close();
    },
  };
}

/** Runs that began before editions were recorded are of the first. */
function editionIn(environment: Run['environment']): Edition {
  const { edition } = environment;
  return edition === '1' || (edition === undefined && Object.keys(environment).length > 0) ? 1 : 2;
}

/** A cancelled job leaves a run that can go on, which the words for other jobs do not say. */
function endOf({ name }: Run, thrown: unknown): AppError {
  const error = toAppError(thrown);
  return error.key === 'house.cancelled'
    ? new AppError('training.cut', { run: name }, { cause: error })
    : error;
}

/** The store refused even the note that a run failed: the next start marks the run as interrupted, so only say it. */
function reportLost(thrown: unknown): void {
  console.error(thrown);
}
