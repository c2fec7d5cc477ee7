/** @file The job that trains a text classifier from a frozen dataset version. */
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { AppError } from '../../../src-shared/errors.ts';
import { Random, firstWordId, unknownId } from '../../graph/index.ts';
import type { JobPort } from '../protocol.ts';
import { preparationFor, vocabularyOf, type Preparation, type Vocabulary } from '../text/index.ts';
import {
  BatchBuffer,
  Trainer,
  bestPath,
  encodedSplit,
  evaluateSplit,
  exportModel,
  fit,
  initialState,
  readCheckpoint,
  textModel,
  vocabularyOfTraining,
  weightsSha256,
  writeWhole,
  type FitResult,
  type FitUpdate,
  type State,
  type TextDatasetOptions,
  type TextModel,
  type Validation,
} from '../training/index.ts';

export interface TrainTextParameters {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Numbers a word becomes. */
  readonly embedding: number;
  /** Size of the LSTM's state. */
  readonly hidden: number;
  /** Most token ids, the two special ones included. */
  readonly vocabulary: number;
  /** Tokens of a text; longer texts keep their beginning. */
  readonly sequenceLength: number;
  /** Epochs without a better validation loss before training stops; 0 never stops early. */
  readonly patience: number;
  readonly threads: number;
}

export interface TrainTextSpec {
  /** Path of a Parquet file with the columns id, text, label and split ('train', 'validation', 'test'). */
  readonly dataset: string;
  /** Classes in the order of the model's outputs. */
  readonly labels: readonly string[];
  readonly tokenizer: Preparation;
  readonly parameters: TrainTextParameters;
  /** Folder for checkpoints and the model; created when missing. */
  readonly directory: string;
  /** Path of the checkpoint to go on from; `best.safetensors` of that training must stand in `directory`. */
  readonly resumeFrom?: string;
  /** Seconds between checkpoints inside an epoch; there is one at each epoch's end in any case. Default 10. */
  readonly checkpointSeconds?: number;
}

export type TrainTextUpdate = FitUpdate;

export interface TrainTextResult extends FitResult {
  /** The exported model: ONNX with the text preparation inside. */
  readonly modelPath: string;
  /** Hash of the exported parameters, those of the best epoch. */
  readonly weightsSha256: string;
  /** The validation split judged with them. */
  readonly validation: Validation;
  readonly environment: Environment;
}

export interface Environment {
  readonly onnxruntime: string;
  readonly node: string;
  readonly threads: number;
  readonly cpu: string;
}

export async function trainText(
  spec: TrainTextSpec,
  port: Pick<JobPort<TrainTextUpdate>, 'emit' | 'signal' | 'progress'>,
): Promise<TrainTextResult> {
  const { labels, parameters, directory } = spec;
  if (labels.length < 2) throw new AppError('training.oneClass', { count: labels.length });
  await mkdir(directory, { recursive: true });
  const environment = environmentOf(parameters.threads);
  const setting = JSON.stringify({ labels, tokenizer: spec.tokenizer, parameters, environment });
  const checkpoint = spec.resumeFrom === undefined ? undefined : await readCheckpoint(spec.resumeFrom);
  if (checkpoint && checkpoint.setting !== setting)
    throw new AppError('training.badCheckpoint', { why: 'it was made with other parameters or versions' });
  const { options, vocabulary } = await readVocabulary(spec, checkpoint?.words);
  const [train, validation] = [
    await split(options, 'train', vocabulary),
    await split(options, 'validation', vocabulary),
  ];
  const model = modelFor(spec, vocabulary);
  const state = checkpoint?.state ?? initialState(model.layers, model.optimizer, new Random(parameters.seed));
  const trainer = await Trainer.open(
    { compiled: model, ...model, threads: parameters.threads },
    new Map(state),
  );
  await port.emit({ kind: 'log', line: summary(vocabulary, train.labels.length, validation.labels.length) });
  const result = await fit({
    ...parameters,
    trainer,
    train,
    validation,
    classes: labels.length,
    directory,
    checkpointSeconds: spec.checkpointSeconds ?? 10,
    resume: checkpoint?.progress,
    fixed: { words: vocabulary.words, setting },
    emit: (update) => port.emit(update),
    progress: (done, total) => port.progress(done, total),
    signal: port.signal,
  });
  const best = result.bestEpoch > 0 ? (await readCheckpoint(bestPath(directory))).state : trainer.state;
  await trainer.close();
  const judged = await judge(model, best, { validation, spec });
  const modelPath = join(directory, 'model.onnx');
  const { words } = vocabulary;
  const preparation = spec.tokenizer;
  await writeWhole(
    modelPath,
    exportModel({ model, state: best, words, length: parameters.sequenceLength, labels, preparation }),
  );
  const names = model.layers.parameters.map(({ name }) => name);
  return { ...result, modelPath, weightsSha256: weightsSha256(best, names), validation: judged, environment };
}

/** The vocabulary, from the checkpoint where there is one, and how texts are read. */
async function readVocabulary(
  { dataset, labels, tokenizer, parameters }: TrainTextSpec,
  words: readonly string[] | undefined,
) {
  const prepare = await preparationFor(tokenizer);
  const options = { path: dataset, labels, prepare, length: parameters.sequenceLength };
  const vocabulary = words ? vocabularyOf(words) : await vocabularyOfTraining(options, parameters.vocabulary);
  return { options, vocabulary };
}

async function split(options: TextDatasetOptions, name: string, vocabulary: Vocabulary) {
  const data = await encodedSplit(options, name, vocabulary);
  if (data.labels.length === 0) throw new AppError('training.emptySplit', { split: name });
  return data;
}

function modelFor({ labels, parameters }: TrainTextSpec, vocabulary: Vocabulary): TextModel {
  return textModel({
    vocabulary: Math.max(unknownId + 1, vocabulary.words.length + firstWordId),
    embedding: parameters.embedding,
    hidden: parameters.hidden,
    classes: labels.length,
    length: parameters.sequenceLength,
    batch: parameters.batchSize,
  });
}

interface Judged {
  readonly validation: Awaited<ReturnType<typeof split>>;
  readonly spec: TrainTextSpec;
}

/** The validation metrics of the given parameters. */
async function judge(model: TextModel, state: State, { validation, spec }: Judged): Promise<Validation> {
  const { batchSize, threads } = spec.parameters;
  const trainer = await Trainer.open({ compiled: model, ...model, threads }, new Map(state));
  const buffer = new BatchBuffer(validation, batchSize);
  try {
    return await evaluateSplit({ trainer, data: validation, buffer, classes: spec.labels.length });
  } finally {
    await trainer.close();
  }
}

function summary({ words }: Vocabulary, train: number, validation: number): string {
  return `${train} texts to train on, ${validation} to validate, ${words.length} words`;
}

function environmentOf(threads: number): Environment {
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  return { onnxruntime: version, node: process.versions.node, threads, cpu: cpus()[0]?.model ?? 'unknown' };
}
