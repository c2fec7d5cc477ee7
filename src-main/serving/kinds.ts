/** @file How rows of each kind stand in plain requests. */
import type { ModelRow } from '../models/index.ts';
import { bad, recordAt, stringAt } from './fields.ts';

export interface PlainKind {
  /** The field of one row, asked for by itself. */
  readonly one: string;
  /** The field of several. */
  readonly many: string;
  /** Most rows of one request; images are larger. */
  readonly most: number;
  /** @throws AppError `serving.badField` */
  read(field: string, value: unknown): ModelRow;
}

export const PLAIN_KINDS: Readonly<Record<ModelRow['kind'], PlainKind>> = {
  text: {
    one: 'text',
    many: 'texts',
    most: 1000,
    read: (field, value) => ({ kind: 'text', text: stringAt(field, value) }),
  },
  table: {
    one: 'row',
    many: 'rows',
    most: 1000,
    read: (field, value) => ({ kind: 'table', cells: cellsAt(field, value) }),
  },
  image: {
    one: 'image',
    many: 'images',
    most: 64,
    read: (field, value) => ({ kind: 'image', image: base64At(field, value) }),
  },
};

function cellsAt(field: string, value: unknown): Record<string, string | number | null> {
  const cells = Object.entries(recordAt(field, value)).map(([column, cell]) => {
    // A whole number past 2^53 keeps its digits as a text.
    if (typeof cell === 'boolean' || typeof cell === 'bigint') return [column, String(cell)] as const;
    if (cell === null || typeof cell === 'string' || typeof cell === 'number') return [column, cell] as const;
    throw bad(`${field}.${column}`, 'a cell is a text, a number, true, false or null');
  });
  return Object.fromEntries(cells);
}

/** Strict base64: what is no base64 must not become another image. */
function base64At(field: string, value: unknown): Uint8Array {
  const text = stringAt(field, value);
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw bad(field, 'it is not base64');
  return Buffer.from(text, 'base64');
}
