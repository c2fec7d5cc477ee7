/** @file A model file, loaded: what it takes and gives, its labels, and how text gets to it. */
import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import { readMetadata } from '../../graph/index.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { preparationFor, readable, type Preparation, type Prepare } from '../text/index.ts';
import { fromRuntime, tensorInfo, toRuntime, type NamedTensor, type TensorInfo } from './tensors.ts';
import { zeros } from './zeros.ts';

/** What a model says of itself. */
export interface ModelDescription {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** In the order of the probabilities; empty when the file names none. */
  readonly labels: readonly string[];
  /** What happens to text before the graph takes it, e.g. `jieba`; null when the file names nothing. */
  readonly preparation: string | null;
}

/** What a text model said of `[N]` texts: labels `[N]`, probabilities `[N, classes]` row by row. */
export interface TextPredictions {
  readonly labels: readonly string[];
  readonly classes: readonly string[];
  readonly probabilities: Float32Array;
}

export interface LoadedModel {
  readonly description: ModelDescription;
  /** The name of the one input of strings `[N]`; null when the model is not a text model. */
  readonly textInput: string | null;
  /** @throws AppError `serving.notATextModel` */
  predict(texts: readonly string[]): Promise<TextPredictions>;
  /** @throws AppError `serving.badField` when a tensor is missing, unknown or of the wrong type */
  infer(inputs: readonly NamedTensor[]): Promise<NamedTensor[]>;
  /** Milliseconds of one run on zeros; null where the model does not take them. */
  tryOut(): Promise<number | null>;
  release(): Promise<void>;
}

export interface LoadOptions {
  /** Threads inside one operator; the runtime's choice unless given. */
  readonly threads?: number;
}

/** Loads a model of our own or from elsewhere. The runtime may crash on a hostile file: only in a worker. */
export async function loadModel(file: string, { threads }: LoadOptions = {}): Promise<LoadedModel> {
  const metadata = readMetadata(await readFile(file));
  const session = await ort.InferenceSession.create(file, {
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    logSeverityLevel: 3,
  });
  const description: ModelDescription = {
    inputs: session.inputMetadata.map(tensorInfo),
    outputs: session.outputMetadata.map(tensorInfo),
    labels: labelsOf(metadata.get('labels')),
    preparation: metadata.get('preparation') ?? null,
  };
  const door = textDoor(description);
  const cut = await preparationFor(knownPreparation(description.preparation));
  const prepare: Prepare = (text) => readable(cut(text));

  async function predict(texts: readonly string[]): Promise<TextPredictions> {
    if (typeof door === 'string') throw new AppError('serving.notATextModel', { why: door });
    const input = new ort.Tensor('string', texts.map(prepare), [texts.length]);
    const outputs = await session.run({ [door.input]: input }, [door.probabilities]);
    const probabilities = outputs[door.probabilities]?.data;
    if (!(probabilities instanceof Float32Array))
      throw new AppError('serving.notATextModel', { why: 'gives no float32 probabilities' });
    if (probabilities.length !== texts.length * door.classes.length)
      throw new AppError('serving.notATextModel', {
        why: `gives ${probabilities.length / texts.length} probabilities for ${door.classes.length} labels`,
      });
    return { labels: labelsFor(probabilities, door.classes), classes: door.classes, probabilities };
  }

  async function infer(inputs: readonly NamedTensor[]): Promise<NamedTensor[]> {
    checkInputs(inputs, description.inputs);
    const feeds = inputs.map((input) => [input.name, toRuntime(prepared(input, door, prepare))] as const);
    const outputs = await session.run(Object.fromEntries(feeds));
    return description.outputs.map(({ name }) => fromRuntime(name, outputs[name]!));
  }

  async function tryOut(): Promise<number | null> {
    const feeds = zeros(session.inputMetadata);
    const started = performance.now();
    const ran = feeds && (await session.run(feeds).catch(() => null));
    return ran && performance.now() - started;
  }

  return {
    description,
    tryOut,
    textInput: typeof door === 'string' ? null : door.input,
    predict,
    infer,
    release: () => session.release(),
  };
}

interface TextDoor {
  readonly input: string;
  readonly probabilities: string;
  readonly classes: readonly string[];
}

/** How text goes through a model, or why it does not. */
function textDoor({ inputs, outputs, labels }: ModelDescription): TextDoor | string {
  const [input, ...others] = inputs;
  if (!input || others.length > 0 || input.datatype !== 'BYTES' || input.shape.length !== 1)
    return `takes ${inputs.map(({ name, datatype, shape }) => `${name} ${datatype}[${shape.join(', ')}]`).join(', ')}`;
  const probabilities = outputs.find(({ datatype, shape }) => datatype === 'FP32' && shape.length === 2);
  if (!probabilities) return 'gives no probabilities [N, classes]';
  if (labels.length === 0) return 'names no labels in its metadata';
  return { input: input.name, probabilities: probabilities.name, classes: labels };
}

/** @throws AppError `serving.unknownPreparation` when the model was written by a newer Lathe */
function knownPreparation(name: string | null): Preparation {
  switch (name) {
    case null:
    case 'whitespace':
      return 'whitespace';
    case 'jieba':
      return name;
    default:
      throw new AppError('serving.unknownPreparation', { name });
  }
}

function labelsOf(json: string | undefined): string[] {
  if (json === undefined) return [];
  const labels: unknown = JSON.parse(json);
  return Array.isArray(labels) ? labels.map(String) : [];
}

function labelsFor(probabilities: Float32Array, classes: readonly string[]): string[] {
  const rows = probabilities.length / classes.length;
  return Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let c = 1; c < classes.length; c++)
      if (probabilities[row * classes.length + c]! > probabilities[row * classes.length + best]!) best = c;
    return classes[best]!;
  });
}

function prepared(input: NamedTensor, door: TextDoor | string, prepare: Prepare): NamedTensor {
  if (typeof door === 'string' || input.name !== door.input) return input;
  return { ...input, data: input.data.map((text: string | number) => prepare(String(text))) };
}

function checkInputs(inputs: readonly NamedTensor[], expected: readonly TensorInfo[]): void {
  inputs.forEach(({ name, datatype, shape }, i) => {
    const wanted = expected.find((each) => each.name === name);
    const at = `inputs[${i}]`;
    if (!wanted) {
      const known = expected.map((each) => each.name).join(', ');
      throw refuse(`${at}.name`, `the model has no input “${name}”; it takes ${known}`);
    }
    if (datatype !== wanted.datatype)
      throw refuse(`${at}.datatype`, `the model takes ${wanted.datatype} for “${name}”`);
    const fits =
      shape.length === wanted.shape.length &&
      shape.every((size, axis) => wanted.shape[axis] === -1 || wanted.shape[axis] === size);
    if (!fits)
      throw refuse(`${at}.shape`, `the model takes [${wanted.shape.join(', ')}] (-1: any) for “${name}”`);
  });
  const missing = expected.find(({ name }) => !inputs.some((input) => input.name === name));
  if (missing) throw refuse('inputs', `the model also needs “${missing.name}”`);
}

function refuse(field: string, why: string): AppError {
  return new AppError('serving.badField', { field, why });
}
