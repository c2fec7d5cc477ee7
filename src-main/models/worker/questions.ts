/** @file Rows as a model's inputs: texts, cells of a table, images. */
import * as ort from '../../platform/worker/onnxruntime.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { ImageForm } from '../../../src-shared/contract.ts';
import type { ColumnInput } from './column-input.ts';
import { daysOf, readCell } from '../../datasets/worker/index.ts';
import { readable, type Prepare } from '../../text/index.ts';
import type { Cell, ModelRow } from './rows.ts';

/** How rows of one kind become tensors: each alone first, so that a bad one can be named, then all together. */
export interface Question<Prepared> {
  /** @param at where the row stands in its request @throws AppError `serving.wrongKind` and what its kind adds */
  prepare(row: ModelRow, at: number): Promise<Prepared> | Prepared;
  feeds(rows: readonly Prepared[]): Record<string, ort.Tensor>;
}

/** A question whose `Prepared` nobody outside needs to know. */
export type AnyQuestion = Question<unknown>;

/** Strings `[N]`. */
export function textQuestion(input: string, prepare: Prepare): Question<string> {
  return {
    prepare(row, at) {
      return prepare(rowOf('text', row, at).text);
    },
    feeds: (texts) => ({ [input]: new ort.Tensor('string', [...texts], [texts.length]) }),
  };
}

/**
 * An input `[N, 1]` a column: float32 or float64, NaN where missing, or strings, empty where missing. Cells are read as those of
 * an imported file are, so that numbers and dates may be texts; a date may also be a number of days since 1970-01-01.
 * Adds AppError `serving.unknownColumn`, `serving.missingColumn`, `serving.badCell`.
 */
export function tableQuestion(columns: readonly ColumnInput[]): Question<readonly (string | number)[]> {
  const names = columns.map(({ column }) => column);
  const known = new Set(names);
  return {
    prepare(row, at) {
      const { cells } = rowOf('table', row, at);
      const place = { row: at + 1, columns: names.join(', ') };
      const unknown = Object.keys(cells).find((name) => !known.has(name));
      if (unknown !== undefined) throw new AppError('serving.unknownColumn', { ...place, column: unknown });
      return columns.map(({ column, type, precision }) => {
        if (!Object.hasOwn(cells, column))
          throw new AppError('serving.missingColumn', { row: at + 1, column });
        const cell = cells[column] ?? null;
        return type === 'category' ? textOf(cell) : numberOf(cell, { row: at + 1, column, type, precision });
      });
    },
    feeds: (rows) =>
      Object.fromEntries(
        columns.map(({ input, type, precision }, index) => {
          const cells = rows.map((row) => row[index]!);
          const shape = [rows.length, 1];
          if (type === 'category') return [input, new ort.Tensor('string', cells.map(String), shape)];
          const tensor =
            precision === 'float64'
              ? new ort.Tensor('float64', Float64Array.from(cells, Number), shape)
              : new ort.Tensor('float32', Float32Array.from(cells, Number), shape);
          return [input, tensor];
        }),
      ),
  };
}

function textOf(cell: Cell): string {
  return cell === null ? '' : readable(String(readCell(String(cell), 'category') ?? ''));
}

interface Place {
  readonly row: number;
  readonly column: string;
  readonly type: 'number' | 'date';
  readonly precision: ColumnInput['precision'];
}

function numberOf(cell: Cell, { type, precision, ...place }: Place): number {
  const read = typeof cell === 'string' ? readCell(cell, type) : cell;
  if (read === null) return Number.NaN;
  const value = typeof read === 'string' ? daysOf(read) : read;
  const taken = value !== undefined && precision !== 'float64' ? Math.fround(value) : value;
  if (value !== undefined && Number.isFinite(taken)) return value;
  throw new AppError('serving.badCell', { ...place, value: String(cell).slice(0, 80), type });
}

/** Bytes `[N, height, width, channels]`, made as they were for training. Adds AppError `serving.badImage`. */
export function imageQuestion(input: string, size: ImageForm): Question<Uint8Array> {
  const { height, width, channels } = size;
  return {
    async prepare(row, at) {
      const { image } = rowOf('image', row, at);
      // The decoder is large, and models without images do without it.
      const { pixelsOf } = await import('../../images/worker/images.ts');
      return pixelsOf(image, size).catch((error: unknown) => {
        const why = error instanceof AppError ? error.parameters['why'] : undefined;
        throw new AppError('serving.badImage', { row: at + 1, why: why ?? '?' }, { cause: error });
      });
    },
    feeds(images) {
      const bytes = height * width * channels;
      const data = new Uint8Array(images.length * bytes);
      for (const [index, pixels] of images.entries()) data.set(pixels, index * bytes);
      return { [input]: new ort.Tensor('uint8', data, [images.length, height, width, channels]) };
    },
  };
}

/** A row, sure to be of the kind that is asked for. @throws AppError `serving.wrongKind` */
function rowOf<Kind extends ModelRow['kind']>(wanted: Kind, row: ModelRow, at: number) {
  if (isOf(wanted, row)) return row;
  throw new AppError('serving.wrongKind', { row: at + 1, given: row.kind, wanted });
}

function isOf<Kind extends ModelRow['kind']>(
  kind: Kind,
  row: ModelRow,
): row is Extract<ModelRow, { readonly kind: Kind }> {
  return row.kind === kind;
}
