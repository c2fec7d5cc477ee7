/** @file Rows in memory, and their division into batches. */

/** Rows in memory, a column for each tensor of a batch. */
export interface Encoded {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Where rows differ in length; none where all are as long as the columns say. */
  readonly buckets?: Buckets | undefined;
}

/** Rows by length: a batch holds rows of one bucket and is no longer than that bucket. */
export interface Buckets {
  /** Ascending; the last is the length of the columns. */
  readonly lengths: readonly number[];
  /** The bucket of each row. */
  readonly of: Uint8Array;
}

export interface Column {
  /** Name of the batch's tensor. */
  readonly name: string;
  readonly elementType: 'int32' | 'float32' | 'uint8';
  /** What one row is. */
  readonly shape: readonly number[];
  readonly data: Int32Array | Uint16Array | Float32Array | Uint8Array;
  /** Elements from the start of one row to that of the next; windows of a stream overlap. The size of a row unless given. */
  readonly stride?: number;
  /** Where the first row starts. */
  readonly offset?: number;
  /** The first axis of `shape` are positions of a sequence, filled from the front: a batch of a bucket holds its first ones. */
  readonly sequence?: boolean;
}

/** The rows of one batch. */
export interface Draw {
  readonly rows: Uint32Array;
  /** Positions of its sequences, where rows differ in length. */
  readonly length: number | undefined;
}

/** Puts each row into the shortest bucket that holds it. `lengths` ascend; rows longer than the last were cut to it. */
export function bucketsOf(rows: ArrayLike<number>, lengths: readonly number[]): Buckets {
  const last = lengths.length - 1;
  const of = Uint8Array.from(rows, (length) => {
    const found = lengths.findIndex((most) => length <= most);
    return found < 0 ? last : found;
  });
  return { lengths, of };
}

/** All rows of a split in their own order, as evaluation takes them: bucket by bucket. */
export function inOrder({ rows, buckets }: Encoded, batch: number): readonly Draw[] {
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const groups = buckets
    ? buckets.lengths.map((length, bucket) => ({
        length,
        all: all.filter((row) => buckets.of[row] === bucket),
      }))
    : [{ length: undefined, all }];
  return groups.flatMap(({ length, all: order }) =>
    Array.from({ length: Math.ceil(order.length / batch) }, (_, index) => {
      return { rows: order.subarray(index * batch, (index + 1) * batch), length };
    }),
  );
}

/** The array of a batch's tensor. */
export const arrays = { int32: Int32Array, float32: Float32Array, uint8: Uint8Array } as const;

/** Elements of a row in a batch whose sequences have `length` positions. */
export function rowSize({ shape, sequence }: Column, length: number | undefined): number {
  const [positions = 1, ...rest] = shape;
  const first = sequence && length !== undefined ? length : positions;
  return rest.reduce((product, size) => product * size, first);
}

/** Bytes of the largest batches. */
export function batchBytes({ columns }: Pick<Encoded, 'columns'>, rows: number): number {
  const perRow = columns.map(
    (column) => rowSize(column, undefined) * arrays[column.elementType].BYTES_PER_ELEMENT,
  );
  return rows * perRow.reduce((a, b) => a + b, 0);
}
