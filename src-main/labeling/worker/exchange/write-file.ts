/** @file The job `write-annotations`: answers as a file of a format, or what such a file would not have. */
import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import type { AnnotationFormat } from '../../../../src-shared/labeling/formats/formats.ts';
import { ANNOTATION_FORMAT_TABLE } from '../../../../src-shared/labeling/formats/formats.ts';
import type { Loss } from '../../../../src-shared/labeling/formats/losses.ts';
import type { AnswerValue } from '../../../../src-shared/labeling/tasks/values.ts';
import type { JobFunction, JobPort } from '../../../platform/pool/protocol.ts';
import { createZipArchive } from '../../../platform/worker/zip-archive.ts';
import { labelsOf, lossesOf, writeAnnotations } from '../formats/index.ts';
import {
  answered,
  type AnnotatedItem,
  type AnnotatedSet,
  type Piece,
  type SetClass,
  type SetSchema,
} from '../formats/set.ts';
import { readFrozen, type FrozenAnswers } from './frozen-answers.ts';

/** An item with the id of its sample. */
export interface FedItem extends AnnotatedItem {
  readonly id: string;
}

export interface WriteSpec {
  readonly format: AnnotationFormat;
  readonly schema: SetSchema;
  /** Where it is to be written; null to only say what is lost. A format of many files is written as a ZIP archive. */
  readonly file: string | null;
  /** The file of a frozen version: its items with the answers in that column, and no others. */
  readonly version: FrozenAnswers | null;
  /** How many items are expected, for progress. */
  readonly items: number;
}

export interface Written {
  readonly items: number;
  readonly answers: number;
  readonly losses: readonly Loss[];
  readonly bytes: number;
}

type Port = JobPort<never, readonly FedItem[]>;

export const writeAnnotationFile: JobFunction<WriteSpec, never, Written, readonly FedItem[]> = async (
  spec,
  port,
) => {
  const counts = { items: 0, answers: 0 };
  const { kind, options } = spec.schema;
  const frozen = spec.version && (await readFrozen(spec.version, port.scratch));
  const classes = withLabels(spec.schema.classes, frozen);
  const set: AnnotatedSet = { kind, classes, options, items: itemsOf(port, { spec, counts, frozen }) };
  if (spec.file === null) {
    const losses = await lossesOf(set, spec.format);
    return { items: counts.items, answers: counts.answers, losses, bytes: 0 };
  }
  const unfinished = `${spec.file}.partial`;
  const pieces = writeAnnotations(set, spec.format);
  await (ANNOTATION_FORMAT_TABLE[spec.format].folder ? writeArchive : writeOne)(unfinished, pieces);
  await rename(unfinished, spec.file);
  const { size: bytes } = await stat(spec.file);
  return { items: counts.items, answers: counts.answers, losses: [], bytes };
};

interface Writing {
  readonly spec: WriteSpec;
  readonly counts: { items: number; answers: number };
  readonly frozen: ReadonlyMap<string, AnswerValue> | null;
}

/** Classes that the schema does not have any more stand in versions from before. */
function withLabels(
  classes: readonly SetClass[],
  frozen: ReadonlyMap<string, AnswerValue> | null,
): readonly SetClass[] {
  const known = new Set(classes.map(({ name }) => name));
  const all = [...classes];
  for (const value of frozen?.values() ?? [])
    for (const name of labelsOf(value)) {
      if (known.has(name)) continue;
      known.add(name);
      all.push({ name, parent: null });
    }
  return all;
}

async function* itemsOf(port: Port, { spec, counts, frozen }: Writing): AsyncGenerator<AnnotatedItem> {
  for await (const batch of port.receive())
    for (const { id, ...fed } of batch) {
      const value = frozen?.get(id);
      if (frozen && value === undefined) continue;
      const item = value === undefined ? fed : { ...fed, answers: [answered(value)] };
      counts.items++;
      counts.answers += item.answers.length;
      yield item;
      port.progress(counts.items, Math.max(counts.items, spec.items));
    }
}

async function writeOne(file: string, pieces: AsyncIterable<Piece>): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await inBlocks(handle, pieces);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const BLOCK = 1 << 20;

async function inBlocks(handle: FileHandle, pieces: AsyncIterable<Piece>): Promise<void> {
  let block: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    await handle.appendFile(block.join(''));
    [block, length] = [[], 0];
  };
  for await (const { text } of pieces) {
    block.push(text);
    if ((length += text.length) >= BLOCK) await flush();
  }
  await flush();
}

/** Pieces of one file follow each other. */
async function writeArchive(file: string, pieces: AsyncIterable<Piece>): Promise<void> {
  const archive = await createZipArchive(file);
  let name: string | null = null;
  let texts: string[] = [];
  const add = async (): Promise<void> => {
    if (name !== null) await archive.add(name, Buffer.from(texts.join('')));
  };
  try {
    for await (const piece of pieces) {
      if (piece.file !== name) {
        await add();
        [name, texts] = [piece.file, []];
      }
      texts.push(piece.text);
    }
    await add();
    await archive.finish();
  } finally {
    await archive.close();
  }
}
