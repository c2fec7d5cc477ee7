/** @file Runs at work: from what is recorded of a run to a job of a training worker, and to its end. */
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Provider } from '../../src-shared/platform/values.ts';
import type { Pool, Task } from '../platform/pool/index.ts';
import type { Edition } from './worker/programs/index.ts';
import { createMachineReadings, type MachineReading } from '../platform/system/index.ts';
import type { RunResult, RunSpec } from './worker/run.ts';
import type { Providers } from './providers.ts';
import { recipeNamed, recordedParameters } from './recipes/index.ts';
import { recordFailure, recordResult, recordUpdate, type RecordingParts } from './recording.ts';
import { trainJob } from './jobs.ts';
import type { TrainedRun } from './trained.ts';

export interface Started {
  readonly run: string;
  readonly job: string;
}

/** What somebody who starts many runs asks for beside. */
export interface Watching {
  /** Runs of one lane take turns, those of several lanes are at work at once; 0 is everybody's. */
  readonly lane?: number;
  /** What marks the runs, e.g. as trials of a search. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Called in the transaction that opens the run; what it throws leaves neither. */
  readonly opened?: (run: string) => void;
  /** Told the most resident memory of the run's process when that has ended. */
  readonly onPeak?: (bytes: number) => void;
}

export interface Launcher {
  /** `resumeFrom`: path of the checkpoint to go on from; null begins at the beginning. */
  launch(run: TrainedRun, resumeFrom: string | null, watching?: Watching): Promise<Started>;
  /** Asks a run to end after its current step. @throws AppError `training.notRunning` */
  stop(run: string): void;
  isAtWork(run: string): boolean;
  /** Runs that end from now on were cut off by the end of the workbench: its next start marks them as interrupted. */
  close(): void;
}

export interface LauncherParts extends RecordingParts {
  readonly pool: Pool;
  readonly choose: Providers['choose'];
}

export function createLauncher(parts: LauncherParts): Launcher {
  const { tracking } = parts;
  const tasks = new Map<string, Task<RunResult>>();
  let closing = false;
  let readings: (() => MachineReading) | undefined;
  const machine = (): MachineReading => (readings ??= createMachineReadings())();

  async function launch(
    run: TrainedRun,
    resumeFrom: string | null,
    watching: Watching = {},
  ): Promise<Started> {
    const seconds = stopwatch();
    const task = await begun({ run, seconds, watching, machine }, resumeFrom);
    task.result
      .catch((thrown: unknown) => {
        if (!closing) recordFailure(tracking, { run, thrown, seconds: seconds.passed() });
      })
      .finally(() => tasks.delete(run.id))
      .catch(reportLost);
    return { run: run.id, job: task.id };
  }

  /** A run whose work cannot begin has failed; one that would have gone on may be tried again. */
  async function begun(launched: Omit<Launch, 'spec'>, resumeFrom: string | null): Promise<Task<RunResult>> {
    const { run, seconds } = launched;
    try {
      const spec = await specOf(parts, run, resumeFrom);
      const task = begin(parts, { ...launched, spec });
      tasks.set(run.id, task);
      tracking.attach(run.id, task.id);
      return task;
    } catch (thrown) {
      if (!closing && tracking.run(run.id).state === 'running')
        recordFailure(tracking, { run, thrown, seconds: seconds.passed() });
      throw thrown;
    }
  }

  return {
    launch,
    stop(id) {
      const task = tasks.get(id);
      if (!task) throw new AppError('training.notRunning', { run: tracking.run(id).name });
      task.stop();
    },
    isAtWork: (id) => tasks.has(id),
    close() {
      closing = true;
    },
  };
}

interface Launch {
  readonly run: TrainedRun;
  readonly spec: RunSpec;
  readonly seconds: Stopwatch;
  readonly watching: Watching;
  readonly machine: () => MachineReading;
}

function begin(
  parts: LauncherParts,
  { run, spec, seconds, machine, watching: { lane = 0, onPeak } }: Launch,
): Task<RunResult> {
  return parts.pool.run(trainJob, {
    spec,
    kind: 'train',
    title: run.name,
    subject: run.id,
    unit: 'steps',
    // Two at once would take twice as long each, and more memory.
    turn: lane === 0 ? 'training' : `training ${lane}`,
    ...(onPeak && { onPeak }),
    onBegin: seconds.restart,
    onUpdate(update) {
      recordUpdate({ tracking: parts.tracking, machine }, run.id, update);
      // From there it goes on when the workbench ends.
      if (update.kind === 'checkpoint') parts.tracking.worked(run.id, seconds.passed());
    },
    stopped: ({ stopped }) => stopped,
    finish: (result) => recordResult(parts, { run, result, seconds: seconds.passed() }),
  });
}

async function specOf(parts: LauncherParts, run: TrainedRun, resumeFrom: string | null): Promise<RunSpec> {
  const recipe = recipeNamed(run.recipe);
  const parameters = recordedParameters(recipe, run.parameters);
  const { provider, edition, validatedOn } = await computedBy(parts, run, parameters.provider);
  const version = await parts.versions.file(run.version);
  const heldOut = validatedOn === undefined ? undefined : (await parts.versions.file(validatedOn)).path;
  return {
    provider,
    edition,
    recipe: recipe.name,
    version: { ...version, heldOut },
    parameters,
    directory: await parts.checkpoints.folder(run.id),
    // Those of a version are measured on its own splits.
    ...(heldOut === undefined && { baselines: { path: await parts.baselines.kept(run.version) } }),
    ...(resumeFrom === null ? {} : { resumeFrom }),
  };
}

/** Once chosen they stay, for going on and for doing it again: others compute other weights. */
async function computedBy(
  { tracking, choose }: LauncherParts,
  run: TrainedRun,
  wanted: string,
): Promise<{ provider: Provider; edition: Edition; validatedOn: string | undefined }> {
  const { environment } = run.reproduces === null ? run : tracking.run(run.reproduces);
  const provider = await choose(environment['provider'] ?? wanted);
  const edition = editionIn(environment);
  const validatedOn = environment[VALIDATED_ON];
  const facts = validatedOn === undefined ? {} : { [VALIDATED_ON]: validatedOn };
  tracking.environment(run.id, { provider, edition: String(edition), ...facts });
  return { provider, edition, validatedOn };
}

const VALIDATED_ON = 'validatedOn';
const LATEST_EDITION: Edition = 2;

/** What the environment of a run says that is validated on another version than it learns from. */
export function heldOutFacts(version: string): Readonly<Record<string, string>> {
  return { [VALIDATED_ON]: version, edition: String(LATEST_EDITION) };
}

/** Runs that began before editions were recorded are of the first. */
function editionIn(environment: TrainedRun['environment']): Edition {
  const { edition } = environment;
  return edition === '1' || (edition === undefined && Object.keys(environment).length > 0)
    ? 1
    : LATEST_EDITION;
}

interface Stopwatch {
  /** Seconds since the worker began; since the launch as long as it waits for its turn. */
  passed(): number;
  restart(): void;
}

function stopwatch(): Stopwatch {
  let started = performance.now();
  return {
    passed: () => (performance.now() - started) / 1000,
    restart: () => void (started = performance.now()),
  };
}

/** The store refused even the note that a run failed: the next start marks the run as interrupted, so only say it. */
function reportLost(thrown: unknown): void {
  console.error(thrown);
}
