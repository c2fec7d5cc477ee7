/** @file The job `write-annotations`: answers as a file of a format, or what such a file would not have. */
import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import type { AnnotationFormat } from '../../../../src-shared/labeling/formats/formats.ts';
import { ANNOTATION_FORMAT_TABLE } from '../../../../src-shared/labeling/formats/formats.ts';
import type { Loss } from '../../../../src-shared/labeling/formats/losses.ts';
import type { JobFunction, JobPort } from '../../../platform/pool/protocol.ts';
import { createZipArchive } from '../../../platform/worker/zip-archive.ts';
import { lossesOf, writeAnnotations } from '../formats/index.ts';
import type { AnnotatedItem, AnnotatedSet, Piece, SetSchema } from '../formats/set.ts';

export interface WriteSpec {
  readonly format: AnnotationFormat;
  readonly schema: SetSchema;
  /** Where it is to be written; null to only say what is lost. A format of many files is written as a ZIP archive. */
  readonly file: string | null;
  /** How many items are expected, for progress. */
  readonly items: number;
}

export interface Written {
  readonly items: number;
  readonly answers: number;
  readonly losses: readonly Loss[];
  readonly bytes: number;
}

type Port = JobPort<never, readonly AnnotatedItem[]>;

export const writeAnnotationFile: JobFunction<WriteSpec, never, Written, readonly AnnotatedItem[]> = async (
  spec,
  port,
) => {
  const counts = { items: 0, answers: 0 };
  const { kind, classes, options } = spec.schema;
  const set: AnnotatedSet = { kind, classes, options, items: itemsOf(port, { spec, counts }) };
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

async function* itemsOf(
  port: Port,
  { spec, counts }: { spec: WriteSpec; counts: { items: number; answers: number } },
): AsyncGenerator<AnnotatedItem> {
  for await (const batch of port.receive())
    for (const item of batch) {
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
