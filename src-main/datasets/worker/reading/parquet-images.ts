/** @file Images in a Parquet file, as Hugging Face keeps them: a struct of an encoded image and its path. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { canonicalClass } from '../../../../src-shared/labeling/class-name.ts';
import type { ImageRules } from '../../../../src-shared/contract.ts';
import { TELLING_BYTES } from '../../../images/index.ts';
import { createDrawing, type Drawing } from './drawing.ts';
import type { Found, FoundBatch, Reading } from './found.ts';
import { bytesOf, chunksOf, labelOf } from './parquet.ts';
import type { BadRow } from './rows.ts';

export interface ParquetImages {
  readonly path: string;
  readonly fileName: string;
  readonly imageColumn: string;
  readonly labelColumn: string | null;
  readonly rules: ImageRules;
}

/** @throws AppError `datasets.parquetDamaged` */
export async function readParquetImages(source: ParquetImages): Promise<Reading> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(source.path)) digest.update(chunk as Buffer);
  const drawing = createDrawing(source.rules);
  // What is black and white in deep images holds for all, so they are measured first.
  let total = 0;
  for await (const { bytes } of imagesOf(source)) {
    total++;
    if (bytes) await drawing.measure(bytes.subarray(0, TELLING_BYTES), () => Promise.resolve(bytes));
  }
  const sha256 = digest.digest('hex');
  return { batches: batchesOf(source, drawing), estimate: () => total, sha256: () => sha256, drawing };
}

async function* batchesOf(source: ParquetImages, drawing: Drawing): AsyncGenerator<FoundBatch> {
  for await (const image of imagesOf(source)) {
    const found = await drawParquetImage(source, image, drawing);
    yield 'problem' in found ? { good: [], bad: [found] } : { good: [found], bad: [] };
  }
}

export interface ParquetImage {
  readonly row: number;
  readonly bytes: Uint8Array | null;
  readonly label: string | null;
}

/** One image as a sample, or why it is none. */
export function drawParquetImage(
  { fileName }: Pick<ParquetImages, 'fileName'>,
  { row, bytes, label }: ParquetImage,
  drawing: Drawing,
): Promise<Found | BadRow> {
  const name = `${path.parse(fileName).name} #${row}`;
  return drawing.draw(bytes ?? new Uint8Array(), { row, name, label, split: null });
}

/** Every image with its label, in the order of the rows. */
export async function* imagesOf({
  path: file,
  imageColumn,
  labelColumn,
}: Pick<ParquetImages, 'path' | 'imageColumn' | 'labelColumn'>): AsyncGenerator<ParquetImage> {
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
