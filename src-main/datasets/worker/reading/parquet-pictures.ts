/** @file Pictures in a Parquet file, as Hugging Face keeps them: a struct of an encoded picture and its path. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { canonicalClass } from '../../../../src-shared/labeling/class-name.ts';
import type { PictureRules } from '../../../../src-shared/contract.ts';
import { TELLING_BYTES } from '../../../images/index.ts';
import { createDrawing, type Drawing } from './drawing.ts';
import type { Found, FoundBatch, Reading } from './found.ts';
import { bytesOf, chunksOf, labelOf } from './parquet.ts';
import type { BadRow } from './rows.ts';

export interface ParquetPictures {
  readonly path: string;
  readonly fileName: string;
  readonly imageColumn: string;
  readonly labelColumn: string | null;
  readonly rules: PictureRules;
}

/** @throws AppError `datasets.parquetDamaged` */
export async function readParquetPictures(source: ParquetPictures): Promise<Reading> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(source.path)) digest.update(chunk as Buffer);
  const drawing = createDrawing(source.rules);
  // What is black and white in deep pictures holds for all, so they are measured first.
  let total = 0;
  for await (const { bytes } of picturesOf(source)) {
    total++;
    if (bytes) await drawing.measure(bytes.subarray(0, TELLING_BYTES), () => Promise.resolve(bytes));
  }
  const sha256 = digest.digest('hex');
  return { batches: batchesOf(source, drawing), estimate: () => total, sha256: () => sha256, drawing };
}

async function* batchesOf(source: ParquetPictures, drawing: Drawing): AsyncGenerator<FoundBatch> {
  for await (const picture of picturesOf(source)) {
    const found = await drawParquetPicture(source, picture, drawing);
    yield 'problem' in found ? { good: [], bad: [found] } : { good: [found], bad: [] };
  }
}

export interface ParquetPicture {
  readonly row: number;
  readonly bytes: Uint8Array | null;
  readonly label: string | null;
}

/** One picture as a sample, or why it is none. */
export function drawParquetPicture(
  { fileName }: Pick<ParquetPictures, 'fileName'>,
  { row, bytes, label }: ParquetPicture,
  drawing: Drawing,
): Promise<Found | BadRow> {
  const name = `${path.parse(fileName).name} #${row}`;
  return drawing.draw(bytes ?? new Uint8Array(), { row, name, label, split: null });
}

/** Every picture with its label, in the order of the rows. */
export async function* picturesOf({
  path: file,
  imageColumn,
  labelColumn,
}: Pick<ParquetPictures, 'path' | 'imageColumn' | 'labelColumn'>): AsyncGenerator<ParquetPicture> {
  let row = 0;
  for await (const { columns, rows } of chunksOf(
    file,
    ({ name }) => name === imageColumn || name === labelColumn,
  )) {
    const image = columns.findIndex(({ name }) => name === imageColumn);
    const label = columns.findIndex(({ name }) => name === labelColumn);
    for (const cells of rows)
      yield {
        row: ++row,
        bytes: bytesOf(cells[image]),
        label: canonicalClass(labelOf(cells[label], columns[label]) ?? '') || null,
      };
  }
}
