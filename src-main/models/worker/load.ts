/** @file A model file, loaded: what it takes and gives, and how rows and tensors get through it. */
import { readFile } from 'node:fs/promises';
import * as ort from '../../platform/worker/onnxruntime.ts';
import { namesWithoutRank, readMetadata } from '../../graph/index.ts';
import type { ImageForm } from '../../../src-shared/contract.ts';
import { KINDS } from '../../../src-shared/kinds/kinds.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { preparationFor, readable, type Preparation, type Prepare } from '../../text/index.ts';
import { canonicalText } from '../../datasets/worker/index.ts';
import { sessionSettings } from '../../platform/worker/session-settings.ts';
import { rowsOf, type Answer } from './answers.ts';
import { ANSWERS } from './tasks.ts';
import { describeModel, type ModelDescription } from './description.ts';
import { questionOf, type RowReading } from './kinds.ts';
import type { AnyQuestion, PreparedImage } from './questions.ts';
import { foreignNumbers, imageTensor } from './foreign-images.ts';
import type { ForeignReading } from './image-reading.ts';
import type { ModelRow, Numbers, Predictions, RowWarning } from './rows.ts';
import type { TableReading } from './table-question.ts';
import { inferOf, type Infer } from './infer.ts';
import { notComputed } from './inputs.ts';
import type { NamedTensor, TensorInfo } from './tensors.ts';
import { tryOut, type Trial } from './trial.ts';

/** A row that has been checked and made ready; only {@link LoadedModel.compute} of the same model takes it. */
export type PreparedRow = unknown;

export interface LoadedModel {
  readonly description: ModelDescription;
  /** A text as the graph takes it. */
  readonly ready: Prepare;
  /** Whether rows can be put to it; others are asked with tensors. */
  readonly takesRows: boolean;
  /**
   * Checks rows and makes them ready; where they cannot be put to the model, says which and why.
   * @throws AppError `serving.cannotBeAsked`, `serving.wrongKind`, `serving.badImage`, and what `tableQuestion` adds
   */
  prepare(rows: readonly ModelRow[]): Promise<readonly PreparedRow[]>;
  /** What is to be told of rows that were prepared, of each its own. */
  warnings(rows: readonly ModelRow[]): readonly (readonly RowWarning[])[];
  /** The same of tensors, each once. */
  tensorWarnings(inputs: readonly NamedTensor[]): readonly RowWarning[];
  /** The numbers that answer each row. */
  compute(rows: readonly PreparedRow[]): Promise<readonly Numbers[]>;
  /** What the numbers of these rows say. */
  read(numbers: readonly Numbers[], rows: readonly PreparedRow[]): Predictions;
  /** All in one: what the model says of the rows, in their order. */
  predict(rows: readonly ModelRow[]): Promise<Predictions>;
  /** The same, with the numbers that it was read from, one row behind the other. */
  answer(rows: readonly ModelRow[]): Promise<AnsweredRows>;
  /**
   * Only the outputs named are computed. Throws AppError `serving.badField` when a tensor is missing, unknown or of the
   * wrong type or shape, and `serving.notComputed` when the runtime could not compute it.
   */
  readonly infer: Infer;
  /** One run on made-up input, through {@link infer}. */
  tryOut(): Promise<Trial>;
  release(): Promise<void>;
}

export interface AnsweredRows {
  readonly numbers: Numbers;
  readonly predictions: Predictions;
}

export interface LoadOptions {
  /** Threads inside one operator; the runtime's choice unless given. */
  readonly threads?: number;
  /** How the source files wrote the model's columns. */
  readonly written?: TableReading['written'];
  /** Whether masks come with how sure they are, which takes as many numbers as there are classes of each pixel. */
  readonly confident?: boolean;
}

/** Loads a model of our own or from elsewhere. The runtime may crash on a hostile file: only in a worker. */
export async function loadModel(
  file: string,
  { threads, written, confident = false }: LoadOptions = {},
): Promise<LoadedModel> {
  const bytes = await readFile(file);
  const metadata = readMetadata(bytes);
  const session = await ort.InferenceSession.create(file, {
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    logSeverityLevel: 3,
    extra: { session: sessionSettings },
  });
  const description = describeModel(session, metadata, namesWithoutRank(bytes));
  const cut = await preparationFor(knownPreparation(description.preparation));
  // Models of ours learned from texts as the import keeps them.
  const own = metadata.has('recipe');
  const ready: Prepare = (text) => readable(cut(own ? canonicalText(text) : text));
  // A file that does not say what its columns are does not say what it takes for a missing one either.
  const reading = { prepare: ready, mayLackColumns: metadata.has('columns'), written };
  const way = wayThrough(description, reading, confident);

  function door(): Way {
    if (typeof way === 'string') throw new AppError('serving.cannotBeAsked', { why: way });
    return way;
  }

  const prepare = async (rows: readonly ModelRow[]): Promise<readonly PreparedRow[]> => {
    const { question } = door();
    return Promise.all(rows.map((row, at) => question.prepare(row, at)));
  };

  const warnings = (rows: readonly ModelRow[]) => {
    const { question } = door();
    return rows.map((row) => question.warnings?.(row) ?? []);
  };

  async function compute(rows: readonly PreparedRow[]): Promise<readonly Numbers[]> {
    const { question, answer } = door();
    if (rows.length === 0) return [];
    const { reading, image, labels } = description;
    if (reading && image) return computeForeign(session, { reading, image, labels: labels.length }, rows);
    const names = answer.outputs.map(({ name }) => name);
    const outputs = await session.run(question.feeds(rows), names).catch((error: unknown) => {
      throw notComputed(error);
    });
    const parts = answer.outputs.map(({ name, width }) =>
      rowsOf(outputs[name]?.data, { rows: rows.length, width }),
    );
    const [only = []] = parts;
    return parts.length === 1 ? only : rows.map((_, row) => joined(parts.map((part) => part[row]!)));
  }

  function read(numbers: readonly Numbers[], rows: readonly PreparedRow[]): Predictions {
    const { question, answer } = door();
    return answer.read(
      joined(numbers),
      rows.map((row) => question.seen?.(row) ?? {}),
    );
  }

  async function answerRows(rows: readonly ModelRow[]): Promise<AnsweredRows> {
    const prepared = await prepare(rows);
    const numbers = await compute(prepared);
    return { numbers: joined(numbers), predictions: read(numbers, prepared) };
  }

  const { kind, inputs } = description;
  const texts = kind && KINDS[kind].hasLanguage ? inputs[0]?.name : undefined;
  const infer = inferOf(session, description, (input) =>
    input.name === texts ? withTexts(input, ready) : input,
  );

  return {
    description,
    ready,
    takesRows: typeof way !== 'string',
    prepare,
    warnings,
    tensorWarnings: (inputs) =>
      typeof way === 'string' ? [] : (way.question.tensorWarnings?.(inputs) ?? []),
    compute,
    read,
    predict: async (rows) => (await answerRows(rows)).predictions,
    answer: answerRows,
    infer,
    tryOut: () => tryOut(description.inputs, infer),
    release: () => session.release(),
  };
}

/** A model from elsewhere often takes one image a run, so each is asked by itself. */
async function computeForeign(
  session: ort.InferenceSession,
  { reading, image, labels }: { reading: ForeignReading; image: ImageForm; labels: number },
  rows: readonly PreparedRow[],
): Promise<Numbers[]> {
  const input = session.inputNames[0]!;
  const answers: Numbers[] = [];
  for (const row of rows) {
    const { pixels } = row as PreparedImage;
    const outputs = await session
      .run({ [input]: imageTensor(pixels, image, reading) })
      .catch((error: unknown) => {
        throw notComputed(error);
      });
    answers.push(foreignNumbers(outputs, { reading, image, labels }));
  }
  return answers;
}

/** In double precision where any are. */
function joined(parts: readonly Numbers[]): Numbers {
  const Of = parts.some((part) => part instanceof Float64Array) ? Float64Array : Float32Array;
  const all = new Of(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** How rows go through a model. */
interface Way {
  readonly question: AnyQuestion;
  readonly answer: Answer;
}

/** The way, or why there is none: what the model does, in the third person. */
function wayThrough(description: ModelDescription, reading: RowReading, isConfident: boolean): Way | string {
  const question = questionOf(description, reading);
  if (!question) return `takes ${description.inputs.map(inWords).join(', ')}`;
  const answer = ANSWERS[description.task](description, isConfident);
  return typeof answer === 'string' ? answer : { question, answer };
}

function inWords({ name, datatype, shape, anyShape }: TensorInfo): string {
  return anyShape ? `${name} ${datatype} of any shape` : `${name} ${datatype}[${shape.join(', ')}]`;
}

/** @throws AppError `serving.unknownPreparation` when the model was written by a newer Lathe */
function knownPreparation(name: string | null): Preparation {
  switch (name) {
    case null:
    case 'whitespace':
      return 'whitespace';
    case 'jieba':
    case 'segments':
    case 'tokens':
      return name;
    default:
      throw new AppError('serving.unknownPreparation', { name });
  }
}

function withTexts(input: NamedTensor, ready: Prepare): NamedTensor {
  return { ...input, data: (input.data as readonly string[]).map(ready) };
}
