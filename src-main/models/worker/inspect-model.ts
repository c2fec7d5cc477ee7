/** @file The job `inspect-model`: a model file from elsewhere, checked and tried where it can do no harm. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../src-shared/platform/errors.ts';
import {
  GraphError,
  inspect,
  parse,
  serialize,
  withMetadata,
  type Inspection,
  type Model,
} from '../../graph/index.ts';
import type { ImageReading } from '../../../src-shared/models/contract.ts';
import { foreignReading } from './image-reading.ts';
import { externalReader } from './external.ts';
import type { ModelDescription } from './description.ts';
import { askable } from './foreign.ts';
import { wordsOfRuntime } from './inputs.ts';
import { loadModel, type LoadedModel } from './load.ts';
import { checkSizes, type Room } from './sizes.ts';
import { saysNoMemory } from '../../platform/pool/hard-limit.ts';
import { isTensorType } from './zeros.ts';
import type { JobFunction } from '../../platform/pool/protocol.ts';

export interface InspectModelSpec {
  /** The model file. */
  readonly model: string;
  /** Whether files beside it belong to it; an upload stands alone. */
  readonly withFolder: boolean;
  /** Its classes in the order of its scores: they become part of the file's metadata. */
  readonly labels?: readonly string[] | undefined;
  /** How images are put to it, where it takes them in FP32. */
  readonly images?: ImageReading | undefined;
  /** The name that people know it by. */
  readonly title?: string;
  /** What opening it may take of memory; not checked beforehand unless given. */
  readonly room?: Room;
  /** How long one run on zeros may take, in seconds, and the name of that budget; as long as it takes unless given. */
  readonly trial?: { readonly seconds: number; readonly work: string } | undefined;
}

/** A file that carries everything, in the job's scratch folder: adopt it before the update is taken. */
export interface InspectModelUpdate {
  readonly file: string;
}

export interface InspectModelResult {
  readonly description: ModelDescription;
  /** Whether it can be asked with texts, rows of a table or images, and its answers are understood. */
  readonly takesRows: boolean;
  /** Operators the compiler does not know. */
  readonly foreign: readonly string[];
  /** What contradicts the compiler's rules, though the runtime takes it. */
  readonly doubts: readonly string[];
  readonly nodes: number;
  readonly parameters: number;
  /** Milliseconds of one run on made-up input; null where none that was tried was computed. */
  readonly milliseconds: number | null;
}

/** What a protobuf file can hold. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Reads and checks the file, makes one file of it where its weights lie outside, opens it in the runtime and runs it
 * once. Ends with AppError `models.refused` or `models.notRunnable` where it can say why; a file that crashes, hangs or
 * floods the runtime ends the process, which the pool tells of.
 */
export const inspectModel: JobFunction<InspectModelSpec, InspectModelUpdate, InspectModelResult> = async (
  { model: file, withFolder, labels, images, title = 'model', room, trial },
  port,
) => {
  const copy = path.join(port.scratch, 'model.onnx');
  const { model, inspection, labels: found } = await checkModelFile(file, withFolder, copy);
  if (room) inWordsOfModels(() => checkSizes(inspection.types, room));
  const named = labels ?? (model.metadata.has('labels') ? null : found);
  if (named) await writeFile(copy, withMetadata(await readFile(copy), { labels: JSON.stringify(named) }));
  port.progress(1, 3);
  const loaded = images ? await loadReading(copy, images) : await load(copy);
  port.progress(2, 3);
  checkBorder(loaded.description);
  const tryOut = () => loaded.tryOut();
  const { milliseconds } = await (trial ? port.within(tooSlow(title, trial), tryOut) : tryOut());
  await loaded.release();
  port.progress(3, 3);
  await port.emit({ file: copy });
  return {
    description: loaded.description,
    takesRows: loaded.takesRows,
    foreign: inspection.foreign,
    doubts: inspection.doubts.map(({ message }) => message),
    nodes: [...inspection.operators.values()].reduce((sum, count) => sum + count, 0),
    parameters: parametersOf(model),
    milliseconds,
  };
};

/** Opens it, works out how images are put to it, writes that into the file, and opens that. @throws AppError `models.imagesUnfit` */
async function loadReading(copy: string, images: ImageReading): Promise<LoadedModel> {
  const plain = await load(copy);
  const { description } = plain;
  await plain.release();
  const { reading, image, task } = foreignReading(description, description.labels, images);
  const said = { reading: JSON.stringify(reading), image: JSON.stringify(image), task };
  await writeFile(copy, withMetadata(await readFile(copy), said));
  return load(copy);
}

function tooSlow(model: string, { seconds, work }: NonNullable<InspectModelSpec['trial']>) {
  return { seconds, problem: new AppError('models.tooManySeconds', { model, seconds, work }) };
}

/** What the compiler refuses, as a problem of the file. */
function inWordsOfModels<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof GraphError) throw new AppError('models.refused', { why: error.message });
    throw error;
  }
}

/**
 * What the file left unsaid, the runtime knows.
 *
 * @throws AppError `models.notTensor`, `models.typeNotCarried`; `models.refused` for what could be imported but never asked
 */
function checkBorder({ inputs, outputs }: ModelDescription): void {
  if (inputs.length === 0)
    throw new AppError('models.refused', { why: 'it has no inputs, so it cannot be asked' });
  // The runtime's own object of outputs loses this name: every request would ask for none.
  if (outputs.some(({ name }) => name === '__proto__'))
    throw new AppError('models.refused', {
      why: 'ONNX Runtime cannot return an output named “__proto__”; rename it',
    });
  const border = [
    ...inputs.map((tensor) => ({ side: 'input', tensor })),
    ...outputs.map((tensor) => ({ side: 'output', tensor })),
  ];
  for (const { side, tensor } of border) {
    const { name, datatype: type } = tensor;
    if (type === 'not a tensor') throw new AppError('models.notTensor', { side, name, type });
    if (!isTensorType(type)) throw new AppError('models.typeNotCarried', { side, name, type });
  }
}

/** Reads the model and leaves a copy of it that needs no other file and can be asked with tensors. */
async function checkModelFile(
  file: string,
  withFolder: boolean,
  copy: string,
): Promise<{ model: Model; inspection: Inspection; labels: readonly string[] | null }> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new AppError('models.noFile');
  if (found.size > MOST_BYTES) throw new AppError('models.tooLarge', { limit: '2 GiB' });
  try {
    const bytes = await readFile(file);
    const { model: found, outside } = read(bytes, withFolder ? file : null);
    const inspection = inspect(found);
    const { model, labels } = askable(found, inspection.types);
    // Not copied by the system, which would hand on who may read the file.
    await writeFile(copy, outside || model !== found ? serialize(model) : bytes);
    return { model, inspection, labels };
  } catch (error) {
    if (error instanceof GraphError) throw new AppError('models.refused', { why: error.message });
    throw error;
  }
}

function read(bytes: Uint8Array, file: string | null): { model: Model; outside: boolean } {
  let outside = false;
  const reader = file === null ? null : externalReader(file);
  const model = parse(bytes, {
    ...(reader && {
      external(reference) {
        outside = true;
        return reader(reference);
      },
    }),
  });
  return { model, outside };
}

async function load(file: string): Promise<LoadedModel> {
  try {
    return await loadModel(file);
  } catch (error) {
    if (error instanceof AppError || saysNoMemory(String(error))) throw error;
    throw new AppError('models.notRunnable', { why: wordsOfRuntime(error) });
  }
}

function parametersOf({ graph }: Model): number {
  return [...graph.constants.values()].reduce((sum, { data }) => sum + data.length, 0);
}
