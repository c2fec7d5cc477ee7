/** @file A model file, loaded: what it takes and gives, and how rows and tensors get through it. */
import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import { readMetadata } from '../../graph/index.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { preparationFor, readable, type Preparation, type Prepare } from '../text/index.ts';
import { denormalsAsZero } from '../denormals.ts';
import { saysNoMemory } from '../hard-limit.ts';
import { answerOf, rowsOf, type Answer } from './answers.ts';
import { describeModel, type ModelDescription } from './description.ts';
import { questionOf, type AnyQuestion } from './questions.ts';
import type { ModelRow, Predictions } from './rows.ts';
import { fromRuntime, toRuntime, type NamedTensor, type TensorInfo } from './tensors.ts';
import { zeros } from './zeros.ts';

/** A row that has been checked and made ready; only {@link LoadedModel.compute} of the same model takes it. */
export type PreparedRow = unknown;

export interface LoadedModel {
  readonly description: ModelDescription;
  /** Whether rows can be put to it; others are asked with tensors. */
  readonly takesRows: boolean;
  /**
   * Checks rows and makes them ready; where they cannot be put to the model, says which and why.
   * @throws AppError `serving.cannotBeAsked`, `serving.wrongKind`, `serving.unknownColumn`, `serving.missingColumn`,
   * `serving.badCell`, `serving.badPicture`
   */
  prepare(rows: readonly ModelRow[]): Promise<readonly PreparedRow[]>;
  /** The numbers that answer each row. */
  compute(rows: readonly PreparedRow[]): Promise<readonly Float32Array[]>;
  /** What the numbers of rows say. */
  read(numbers: readonly Float32Array[]): Predictions;
  /** All in one: what the model says of the rows, in their order. */
  predict(rows: readonly ModelRow[]): Promise<Predictions>;
  /** @throws AppError `serving.badField` when a tensor is missing, unknown or of the wrong type */
  infer(inputs: readonly NamedTensor[]): Promise<NamedTensor[]>;
  /** Milliseconds of one run on zeros; null where the model does not take them. @throws Error for want of memory */
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
    extra: { session: denormalsAsZero },
  });
  const description = describeModel(session, metadata);
  const cut = await preparationFor(knownPreparation(description.preparation));
  const ready: Prepare = (text) => readable(cut(text));
  const way = wayThrough(description, ready);

  function door(): Way {
    if (typeof way === 'string') throw new AppError('serving.cannotBeAsked', { why: way });
    return way;
  }

  const prepare = async (rows: readonly ModelRow[]): Promise<readonly PreparedRow[]> => {
    const { question } = door();
    return Promise.all(rows.map((row, at) => question.prepare(row, at)));
  };

  async function compute(rows: readonly PreparedRow[]): Promise<readonly Float32Array[]> {
    const { question, answer } = door();
    if (rows.length === 0) return [];
    const outputs = await session.run(question.feeds(rows), [answer.output]);
    return rowsOf(outputs[answer.output]?.data, { rows: rows.length, width: answer.width });
  }

  function read(numbers: readonly Float32Array[]): Predictions {
    const { answer } = door();
    const all = new Float32Array(numbers.length * answer.width);
    for (const [row, own] of numbers.entries()) all.set(own, row * answer.width);
    return answer.read(all);
  }

  async function infer(inputs: readonly NamedTensor[]): Promise<NamedTensor[]> {
    checkInputs(inputs, description.inputs);
    const texts = description.kind === 'text' ? description.inputs[0]?.name : undefined;
    const feeds = inputs.map((input) => {
      const prepared = input.name === texts ? withTexts(input, ready) : input;
      return [input.name, toRuntime(prepared)] as const;
    });
    const outputs = await session.run(Object.fromEntries(feeds));
    return description.outputs.map(({ name }) => fromRuntime(name, outputs[name]!));
  }

  async function tryOut(): Promise<number | null> {
    const feeds = zeros(session.inputMetadata);
    const started = performance.now();
    const ran = feeds && (await session.run(feeds).catch(unlessNoMemory));
    return ran && performance.now() - started;
  }

  return {
    description,
    takesRows: typeof way !== 'string',
    ...{ prepare, compute, read },
    predict: async (rows) => read(await compute(await prepare(rows))),
    infer,
    tryOut,
    release: () => session.release(),
  };
}

/** What it lacks memory for now it would lack whenever it is asked. */
function unlessNoMemory(thrown: unknown): null {
  if (saysNoMemory(String(thrown))) throw thrown;
  return null;
}

/** How rows go through a model. */
interface Way {
  readonly question: AnyQuestion;
  readonly answer: Answer;
}

/** The way, or why there is none: what the model does, in the third person. */
function wayThrough(description: ModelDescription, ready: Prepare): Way | string {
  const question = questionOf(description, ready);
  if (!question) return `takes ${description.inputs.map(inWords).join(', ')}`;
  const answer = answerOf(description);
  return typeof answer === 'string' ? answer : { question, answer };
}

function inWords({ name, datatype, shape }: TensorInfo): string {
  return `${name} ${datatype}[${shape.join(', ')}]`;
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

function withTexts(input: NamedTensor, ready: Prepare): NamedTensor {
  return { ...input, data: [...input.data].map((text) => ready(String(text))) };
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
