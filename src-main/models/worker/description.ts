/** @file What a model file says of itself: its tensors, and in its metadata what they mean. */
import type { InferenceSession } from '../../platform/worker/onnxruntime.ts';
import type { ImageForm } from '../../../src-shared/contract.ts';
import { TASK_NAMES, TASKS, type Task } from '../../../src-shared/tasks/tasks.ts';
import { generatorMetadata } from './generation/index.ts';
import type { ColumnInput } from './column-input.ts';
import { imageRulesOf } from './image-rules.ts';
import { readingIn, type ForeignReading } from './image-reading.ts';
import type { ModelRow } from './rows.ts';
import { tensorInfo, type TensorInfo } from './tensors.ts';

export interface ModelDescription {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly task: Task;
  /** What its rows are; null for a model that is asked with tensors only. */
  readonly kind: ModelRow['kind'] | null;
  /** In the order of the probabilities; empty when the file names none. */
  readonly labels: readonly string[];
  /** From which probability on each label is given, where a row can have several. */
  readonly thresholds?: readonly number[];
  /** What happens to text before the graph takes it, e.g. `jieba`; null when the file names nothing. */
  readonly preparation: string | null;
  /** The columns of a table's rows, each with its input; empty for other kinds. */
  readonly columns: readonly ColumnInput[];
  /** What images are brought to; null for other kinds. */
  readonly image: ImageForm | null;
  /** How images are put to a model from elsewhere, which takes them in FP32; undefined for others. */
  readonly reading?: ForeignReading;
  /** Most tokens that a model which writes sees at once; null for others. */
  readonly context: number | null;
}

/** What a file can say that it does. */
const tasks = TASK_NAMES.filter((name) => TASKS[name].known);

/**
 * Reads the metadata of an exported model. What it does not say, or says in another way than Lathe does, counts as not
 * said: files from elsewhere use the same words for other things. A file that names labels and no task
 * classifies; one with a tokenizer writes. Where nothing is said of columns or images, inputs of the same form as those
 * of exported models are read as such: an input `[N, 1]` a column, or bytes `[N, height, width, channels]`.
 */
export function describeModel(
  session: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>,
  metadata: ReadonlyMap<string, string>,
  withoutRank?: ReadonlySet<string>,
): ModelDescription {
  const inputs = session.inputMetadata.map((input) => tensorInfo(input, withoutRank));
  const labels = labelsOf(jsonOf(metadata.get('labels')));
  const columns = metadata.has('columns')
    ? columnsOf(jsonOf(metadata.get('columns')))
    : columnsByName(inputs);
  const image = metadata.has('image') ? imageOf(jsonOf(metadata.get('image'))) : imageByShape(inputs);
  const reading = readingIn(metadata.get('reading'));
  const thresholds = thresholdsOf(jsonOf(metadata.get('multilabel')));
  const stated = tasks.find((each) => each === metadata.get('task'));
  const writes = metadata.has(generatorMetadata.tokenizer) && metadata.has(generatorMetadata.context);
  return {
    inputs,
    // Lists and maps cannot be told as tensors; a model that was imported before they were replaced answers without.
    outputs: session.outputMetadata
      .filter(({ isTensor }) => isTensor)
      .map((output) => tensorInfo(output, withoutRank)),
    task: stated ?? (writes ? 'generate' : labels.length > 0 ? 'classify' : 'other'),
    kind: kindOf(inputs, { columns, image, reading }),
    labels,
    ...(thresholds && { thresholds }),
    ...(reading && { reading }),
    image,
    columns: columns.map((column) => withPrecision(column, inputs)),
    preparation: metadata.get('preparation') ?? null,
    context: null,
  };
}

/** What goes in decides: the file must have the inputs that its metadata speak of. */
function kindOf(
  inputs: readonly TensorInfo[],
  {
    columns,
    image,
    reading,
  }: Pick<ModelDescription, 'columns' | 'image'> & { readonly reading: ForeignReading | undefined },
): ModelDescription['kind'] {
  const [input, ...others] = inputs;
  if (columns.length > 0)
    return columns.length === inputs.length && fitsAll(columns, inputs) ? 'table' : null;
  if (!input || others.length > 0) return null;
  if (image && reading) return input.datatype === 'FP32' && input.shape.length === 4 ? 'image' : null;
  if (image) return fitsImage(image, input) ? 'image' : null;
  return input.datatype === 'BYTES' && input.shape.length === 1 ? 'text' : null;
}

function fitsAll(columns: readonly ColumnInput[], inputs: readonly TensorInfo[]): boolean {
  return columns.every(({ input, type }) => {
    const found = inputs.find(({ name }) => name === input);
    const datatypes = type === 'category' ? ['BYTES'] : ['FP32', 'FP64'];
    return found && datatypes.includes(found.datatype) && found.shape.length === 2 && found.shape[1] === 1;
  });
}

/** The file's own input says how precisely it takes a number. */
function withPrecision(
  { column, input, type, values }: ColumnInput,
  inputs: readonly TensorInfo[],
): ColumnInput {
  const isDouble = inputs.some(({ name, datatype }) => name === input && datatype === 'FP64');
  return {
    column,
    input,
    type,
    ...(isDouble && { precision: 'float64' }),
    ...(values && { values }),
  };
}

function fitsImage({ height, width, channels }: ImageForm, { datatype, shape }: TensorInfo): boolean {
  const size = [height, width, channels];
  const fits = shape.length === 4 && size.every((edge, axis) => shape[axis + 1] === edge);
  return datatype === 'UINT8' && fits;
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function labelsOf(labels: unknown): readonly string[] {
  return Array.isArray(labels) ? labels.map(String) : [];
}

function thresholdsOf(value: unknown): readonly number[] | undefined {
  const given: unknown = isRecord(value) ? value['thresholds'] : undefined;
  return Array.isArray(given) && given.every((each) => typeof each === 'number') ? given : undefined;
}

function imageOf(value: unknown): ImageForm | null {
  if (!isRecord(value)) return null;
  const { width, height, channels } = value;
  if (!isSize(width) || !isSize(height) || !isSize(channels)) return null;
  return { width, height, channels, ...imageRulesOf(value) };
}

/** Converters of scikit-learn write tables like that, too: numbers in float32 or float64, anything else as text. */
function columnsByName(inputs: readonly TensorInfo[]): readonly ColumnInput[] {
  const fits = inputs.every(
    ({ datatype, shape }) =>
      (datatype === 'FP32' || datatype === 'FP64' || datatype === 'BYTES') &&
      shape.length === 2 &&
      shape[1] === 1,
  );
  if (!fits) return [];
  return inputs.map(({ name, datatype }) => ({
    column: name,
    input: name,
    type: datatype === 'BYTES' ? 'category' : 'number',
  }));
}

function imageByShape([input, ...others]: readonly TensorInfo[]): ImageForm | null {
  if (!input || others.length > 0 || input.shape.length !== 4) return null;
  const [, height, width, channels] = input.shape;
  const known = isSize(height) && isSize(width) && (channels === 1 || channels === 3);
  return known && input.datatype === 'UINT8' ? { width, height, channels } : null;
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

function columnsOf(columns: unknown): readonly ColumnInput[] {
  return Array.isArray(columns) && columns.every(isColumn) ? columns : [];
}

function isColumn(value: unknown): value is ColumnInput {
  if (!isRecord(value)) return false;
  const { column, input, type, values = [] } = value;
  const named = typeof column === 'string' && typeof input === 'string';
  const known = Array.isArray(values) && values.every((each) => typeof each === 'string');
  return named && known && (type === 'number' || type === 'date' || type === 'category');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A model that writes, which is asked with a prompt and not with the tensors of its graph. */
export function describeGenerator(context: number): ModelDescription {
  return {
    inputs: [{ name: 'prompt', datatype: 'BYTES', shape: [1] }],
    outputs: [{ name: 'text', datatype: 'BYTES', shape: [1] }],
    task: 'generate',
    kind: null,
    labels: [],
    preparation: null,
    columns: [],
    image: null,
    context,
  };
}
