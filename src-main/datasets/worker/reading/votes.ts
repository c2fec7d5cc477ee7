/** @file Which labels the rows of a file give to the same content: counted in 8 bytes a sample, and one entry a contradiction. */

/** More than there may be classes. */
const CLASSES = 2 ** 20;

/** How many rows gave a label to the sample at a position; those of one sample stand together. */
export interface VotesSlice {
  readonly positions: readonly number[];
  readonly classes: readonly number[];
  readonly rows: readonly number[];
}

export function createVotes() {
  let firstRows = new Uint32Array(1 << 12);
  let agreeing = new Uint32Array(1 << 12);
  let last = -1;
  let again = 0;
  const others = new Map<number, number>();

  return {
    /** The first row that gives a sample a label. */
    begin(position: number, row: number): void {
      if (position >= firstRows.length) {
        const length = Math.max(position + 1, 2 * firstRows.length);
        firstRows = grown(firstRows, length);
        agreeing = grown(agreeing, length);
      }
      firstRows[position] = row;
      agreeing[position] = 1;
      last = Math.max(last, position);
    },
    agree(position: number): void {
      agreeing[position]!++;
      again++;
    },
    contradict(position: number, label: number): void {
      const key = position * CLASSES + label;
      others.set(key, (others.get(key) ?? 0) + 1);
    },
    /** Where the label that a sample has came from. */
    firstRow: (position: number): number => firstRows[position] ?? 0,
    /** The samples that more than one row gave a label, in slices of about as many votes. */
    *all(classOf: (position: number) => number, slice: number): Generator<VotesSlice> {
      if (again === 0 && others.size === 0) return;
      const keys = Float64Array.from(others.keys()).sort();
      let found = emptySlice();
      let next = 0;
      for (let position = 0; position <= last; position++) {
        const contradicted = next < keys.length && Math.floor(keys[next]! / CLASSES) === position;
        if (agreeing[position]! < 2 && !contradicted) continue;
        push(found, position, { label: classOf(position), rows: agreeing[position]! });
        for (; next < keys.length && Math.floor(keys[next]! / CLASSES) === position; next++)
          push(found, position, { label: keys[next]! % CLASSES, rows: others.get(keys[next]!)! });
        if (found.positions.length < slice) continue;
        yield found;
        found = emptySlice();
      }
      if (found.positions.length > 0) yield found;
    },
  };
}

function emptySlice() {
  return { positions: [] as number[], classes: [] as number[], rows: [] as number[] };
}

function push(
  slice: ReturnType<typeof emptySlice>,
  position: number,
  { label, rows }: { label: number; rows: number },
): void {
  slice.positions.push(position);
  slice.classes.push(label);
  slice.rows.push(rows);
}

function grown(array: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(array);
  return larger;
}
