/** @file The job that trains: a recipe's program on a frozen version, from the first step to the exported model. */
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { AppError } from '../../../src-shared/platform/errors.ts';
import {
  GraphError,
  Random,
  evaluatedName,
  modelOf,
  serialize,
  type StepOptions,
  type Target,
} from '../../graph/index.ts';
import {
  PROGRAMS,
  optimizing,
  scheduling,
  weightsOf,
  type AnyProgram,
  type Edition,
  type FrozenVersion,
  type Source,
} from './programs/index.ts';
import type { RecipeName, RecipeParameters } from '../recipes/index.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import {
  Trainer,
  bestPath,
  environmentOf,
  fit,
  probeTarget,
  readCheckpoint,
  learningLog,
  readingLog,
  weightsSha256,
  writeWhole,
  type Encoded,
  type EpochEnd,
  type Environment,
  type FitResult,
  type FitUpdate,
  type Provider,
  type State,
  type TrainerOptions,
  type Validation,
} from './trainer/index.ts';
import { validateThroughExport, type ExportedRun } from './through-export.ts';

export interface TrainSpec<Name extends RecipeName = RecipeName> {
  readonly recipe: Name;
  readonly version: FrozenVersion;
  readonly parameters: RecipeParameters<Name>;
  /** How data become tensors, as then, of a run that is done again; the latest unless given. */
  readonly edition?: Edition | undefined;
  /** What computes; the processor unless given. */
  readonly provider?: Provider | undefined;
  /** Folder for checkpoints and the model; created when missing. */
  readonly directory: string;
  /** Path of the checkpoint to go on from; `best.safetensors` of that training must stand in `directory`. */
  readonly resumeFrom?: string;
  /** Seconds between checkpoints inside an epoch; there is one at each epoch's end in any case. Default 10. */
  readonly checkpointSeconds?: number;
}

/** A text that the model wrote after an epoch. */
export interface SampleUpdate {
  readonly kind: 'sample';
  readonly sample: {
    readonly step: number;
    readonly epoch: number;
    readonly prompt: string;
    readonly text: string;
  };
}

export type TrainUpdate = FitUpdate | SampleUpdate;

export interface TrainResult extends FitResult {
  /** The exported model: one ONNX file that needs nothing beside it. */
  readonly modelPath: string;
  /** Its classes in the order of its answers. */
  readonly labels: readonly string[];
  /** Hash of the exported parameters, those of the best epoch. */
  readonly weightsSha256: string;
  /** The validation split evaluated with them. */
  readonly validation: Validation;
  readonly environment: Environment;
}

export async function train(
  spec: TrainSpec,
  port: Pick<JobPort<TrainUpdate>, 'emit' | 'signal' | 'progress'>,
  answered?: ExportedRun['answered'],
): Promise<TrainResult> {
  await mkdir(spec.directory, { recursive: true });
  const log = (line: string) => port.emit({ kind: 'log', line });
  const training = await prepare(spec, { read: readingLog(log), learned: learningLog(log), warn: log });
  const { trainer, source, program, fitted, data } = training;
  const rows = `${data.train.rows} rows to train on, ${data.validation.rows} to validate`;
  await port.emit({ kind: 'log', line: `${rows}, ${program.describe(fitted)}` });
  const { batchSize, epochs, learningRate, patience, accumulate, seed } = spec.parameters;
  const result = await fit({
    trainer,
    ...data,
    evaluator: () => program.evaluator(source, fitted),
    batchSize,
    epochs,
    learningRate,
    patience,
    accumulate,
    ...scheduling(spec.parameters),
    augmentation: program.augmentation?.(source),
    seed,
    directory: spec.directory,
    checkpointSeconds: spec.checkpointSeconds ?? 10,
    resume: training.resume,
    fixed: { fitted: JSON.stringify(fitted), setting: training.setting },
    afterEpoch: (end) => writeSample(training, end, port),
    emit: (update) => port.emit(update),
    progress: (done, total) => port.progress(done, total),
    signal: port.signal,
  });
  const best = result.bestEpoch > 0 ? (await readCheckpoint(bestPath(spec.directory))).state : trainer.state;
  await trainer.close();
  return { ...result, ...(await finish({ ...training, answered }, best, log)) };
}

/** Lets a model that writes show what it writes by now. */
async function writeSample(
  { source, program, fitted }: Training,
  { epoch, step, trainer }: EpochEnd,
  port: Pick<JobPort<TrainUpdate>, 'emit'>,
): Promise<void> {
  const written = await program.sample?.(source, fitted, trainer.state);
  if (written) await port.emit({ kind: 'sample', sample: { step, epoch, ...written } });
}

/** What the graphs of a training are made of, and what runs them. */
export interface Plan {
  readonly source: Source;
  readonly program: AnyProgram;
  readonly fitted: unknown;
  readonly provider: Provider;
}

/** Everything that a training under way holds. */
interface Training extends Plan {
  readonly spec: TrainSpec;
  readonly data: { readonly train: Encoded; readonly validation: Encoded };
  readonly trainer: Trainer;
  readonly resume: Awaited<ReturnType<typeof readCheckpoint>>['progress'] | undefined;
  /** What must be the same for a checkpoint to be gone on from. */
  readonly setting: string;
  readonly environment: Environment;
}

async function prepare(spec: TrainSpec, told: Pick<Source, 'read' | 'learned' | 'warn'>): Promise<Training> {
  const { parameters, recipe, provider = 'cpu', edition } = spec;
  const version = { ...spec.version, trainShare: parameters.trainShare };
  const unweighted = { version, parameters, edition, ...told };
  const program = PROGRAMS[recipe];
  const { blockSize = 0 } = await targetOf(provider);
  const environment = environmentOf({ threads: parameters.threads, provider, blockSize });
  const { labels, language } = version;
  // By the names that checkpoints of earlier versions hold.
  const setting = JSON.stringify({ recipe, labels, language, settings: settingsOf(parameters), environment });
  const checkpoint = spec.resumeFrom === undefined ? undefined : await readCheckpoint(spec.resumeFrom);
  if (checkpoint && checkpoint.setting !== setting)
    throw new AppError('training.badCheckpoint', { why: 'it was made with other parameters or versions' });
  const fitted = checkpoint ? (JSON.parse(checkpoint.fitted) as unknown) : await program.fit(unweighted);
  const data = {
    train: await program.encode(unweighted, 'train', fitted),
    validation: await program.encode(unweighted, 'validation', fitted),
  };
  const source = { ...unweighted, classWeights: weightsOf(data.train, parameters, labels.length) };
  const trainer = await openTrainer(
    { source, program, fitted, provider },
    checkpoint?.state ?? new Random(parameters.seed),
  );
  return {
    spec,
    source,
    program,
    fitted,
    provider,
    data,
    trainer,
    setting,
    environment,
    resume: checkpoint?.progress,
  };
}

/** What parameters that came later say where nothing is different from before. */
const AS_BEFORE: Readonly<Record<string, unknown>> = { classWeights: 'none', trainShare: 1, augment: true };

/** As checkpoints hold them: those of before there were some parameters stay good. */
function settingsOf(parameters: RecipeParameters): object {
  return Object.fromEntries(Object.entries(parameters).filter(([name, value]) => value !== AS_BEFORE[name]));
}

/** Only the processor has blocked convolutions. */
async function targetOf(provider: Provider): Promise<Target> {
  return provider === 'cpu' ? probeTarget() : {};
}

/**
 * @param trace start of the name of a file for a trace of every node; none unless given
 * @throws AppError `training.cannotBuild` where the parameters make no network, e.g. images too small for their layers
 */
export async function openTrainer(plan: Plan, from: State | Random, trace?: string): Promise<Trainer> {
  const rows = plan.source.parameters.batchSize;
  try {
    return Trainer.open(await trainerOptions(plan, trace), { rows }, from);
  } catch (cause) {
    if (!(cause instanceof GraphError)) throw cause;
    throw new AppError('training.cannotBuild', { why: cause.message }, { cause });
  }
}

async function trainerOptions(plan: Plan, trace: string | undefined): Promise<TrainerOptions> {
  const { threads, seed } = plan.source.parameters;
  return {
    step: (shape) => stepOptions(plan, shape),
    threads,
    target: await targetOf(plan.provider),
    seed,
    provider: plan.provider,
    trace,
  };
}

/** The step of a recipe for batches of a shape. */
function stepOptions(
  { source, program, fitted }: Plan,
  shape: { readonly rows: number; readonly length?: number | undefined },
): StepOptions {
  return { ...program.model(source, fitted, shape), ...optimizing(source.parameters), batch: shape.rows };
}

/** Exports the best parameters, and evaluates what was exported. @throws AppError `training.disagrees` */
async function finish(
  training: Training & Pick<ExportedRun, 'answered'>,
  state: State,
  log: (line: string) => Promise<void>,
): Promise<Pick<TrainResult, 'modelPath' | 'labels' | 'weightsSha256' | 'validation' | 'environment'>> {
  const { spec, source, program, fitted, data, environment, answered } = training;
  const options = stepOptions(training, { rows: spec.parameters.batchSize });
  const { parameters, buffers = [] } = options.network;
  const weights = new Map(
    [...parameters, ...buffers].map(({ name }) => [
      name,
      state.get(evaluatedName(options, name)) ?? state.get(name) ?? new Float32Array(),
    ]),
  );
  const { validation: split } = data;
  const best = { weights, validation: split };
  const final = (await program.calibrate?.(source, fitted, best)) ?? fitted;
  const { graph, metadata } = await program.export(source, final, weights);
  const labels = program.labels?.(final) ?? spec.version.labels;
  const modelPath = join(spec.directory, 'model.onnx');
  await writeWhole(
    modelPath,
    serialize(
      modelOf(graph, {
        ...metadata,
        ...(program.labels && { labels: JSON.stringify(labels) }),
        recipe: spec.recipe,
        task: program.task,
        kind: spec.version.kind,
      }),
    ),
  );
  const trainer = await openTrainer(training, new Map(state));
  const run = { source, program, fitted: final, data: split, trainer, model: modelPath, log, answered };
  let validation;
  try {
    validation = await validateThroughExport(run);
  } finally {
    await trainer.close();
  }
  const hash = weightsSha256(weights, [...weights.keys()]);
  return { modelPath, labels, weightsSha256: hash, validation, environment };
}
