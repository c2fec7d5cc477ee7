/** @file Mean and deviation of columns of numbers, and how precisely a model has to take them. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { rowsOf, type FrozenVersion, type Learned } from '../../../versions/worker/index.ts';

/** How a column of numbers is standardized. */
export interface Spread {
  readonly mean: number;
  /** Population standard deviation over the training split; 1 where all values are the same. */
  readonly scale: number;
  /**
   * What a model takes (or gives) the column as: `float64` where float32 would lose more than {@link mostLost}. None
   * said: it was learned in edition 1 (see `Edition`), standardized in double and exported in single precision.
   */
  readonly precision?: 'float32' | 'float64';
}

/** Share of a deviation that rounding to float32 may cost. */
const mostLost = 1e-4;
/** Half the distance of neighbours among float32 numbers, of a number of magnitude 1. */
const roundedOff = 2 ** -24;
/** Magnitudes and deviations between these are far from where float32 ends. */
const single = { smallest: 1e-30, largest: 1e30 } as const;
/** The same of doubles: squares of what is divided by the largest stay finite in any case. */
const double = { smallest: 1e-290, largest: 1e290 } as const;
/** A sum of squares has lost too many digits where less than this share of it is left. */
const leastLeft = 1e-6;

/** What one pass over a column's numbers says of them. */
export interface Tally {
  count: number;
  sum: number;
  squares: number;
  least: number;
  most: number;
}

export function emptyTally(): Tally {
  return { count: 0, sum: 0, squares: 0, least: Infinity, most: -Infinity };
}

export function addTo(tally: Tally, value: number): void {
  tally.count++;
  tally.sum += value;
  tally.squares += value * value;
  if (value < tally.least) tally.least = value;
  if (value > tally.most) tally.most = value;
}

/** A column and what is known of it. */
export interface Tallied {
  /** In the version's file. */
  readonly column: string;
  /** As people call it. */
  readonly name: string;
  readonly tally: Tally;
}

/**
 * Means and population standard deviations of columns over the training split, as scikit-learn's StandardScaler has
 * them. A second pass over the rows (the corrected two-pass algorithm, Chan, Golub and LeVeque 1983) is made only for
 * columns whose mean is so large beside their spread that the sum of squares says nothing.
 *
 * @throws AppError `training.tooLarge` for numbers that cannot be squared
 */
export async function spreadsOf(
  { version, edition }: Learned,
  columns: readonly Tallied[],
): Promise<readonly Spread[]> {
  if (edition === 1) return columns.map(({ tally }) => firstEdition(tally));
  for (const { name, tally } of columns) {
    const value = Math.max(-tally.least, tally.most);
    if (value > double.largest) throw new AppError('training.tooLarge', { column: name, value });
  }
  const rough = columns.map(({ tally }) => roughly(tally));
  const unsure = columns.filter((_, index) => rough[index] === undefined);
  const careful = (unsure.length > 0 ? await carefully(version, unsure) : []).values();
  return columns.map(({ tally }, index) => precise(rough[index] ?? careful.next().value ?? unknown, tally));
}

const unknown = { mean: 0, scale: 1 } as const;

/** As edition 1 had it: what it calls constant need not be. */
function firstEdition({ count, sum, squares }: Tally): Spread {
  if (count === 0) return unknown;
  const mean = sum / count;
  const variance = Math.max(0, squares / count - mean * mean);
  return { mean, scale: variance > 1e-12 * Math.max(1, mean * mean) ? Math.sqrt(variance) : 1 };
}

/** Without a second pass; undefined where one is needed. */
function roughly({ count, sum, squares, least, most }: Tally): Spread | undefined {
  if (count === 0) return unknown;
  if (least === most) return { mean: least, scale: 1 };
  const mean = sum / count;
  const variance = squares / count - mean * mean;
  const certain =
    variance > leastLeft * (squares / count) && squares < double.largest && squares > double.smallest;
  return certain ? { mean, scale: Math.sqrt(variance) } : undefined;
}

/** Differences from a first guess of the mean, in units of the greatest of them, so that no square is out of range. */
async function carefully(version: FrozenVersion, columns: readonly Tallied[]): Promise<readonly Spread[]> {
  const known = columns.map(({ tally: { count, sum, least, most } }) => {
    const guess = Math.min(most, Math.max(least, sum / count));
    return { count, guess, unit: Math.max(most - guess, guess - least), first: 0, second: 0 };
  });
  const names = columns.map(({ column }) => column);
  for await (const rows of rowsOf(version, { split: 'train', columns: names }))
    for (const row of rows)
      for (const [index, column] of known.entries()) {
        const cell = row[index] ?? null;
        if (cell === null) continue;
        const difference = (Number(cell) - column.guess) / column.unit;
        column.first += difference;
        column.second += difference * difference;
      }
  return known.map(({ count, guess, unit, first, second }) => {
    const variance = Math.max(0, second / count - (first / count) ** 2);
    const scale = unit * Math.sqrt(variance);
    return { mean: guess + unit * (first / count), scale: scale > double.smallest ? scale : 1 };
  });
}

/** Says how precisely the column has to be taken. */
function precise({ mean, scale }: Spread, { count, least, most }: Tally): Spread {
  const magnitude = count === 0 ? 0 : Math.max(Math.abs(least), Math.abs(most));
  const inRange = magnitude < single.largest && scale > single.smallest && scale < single.largest;
  const fits = inRange && magnitude * roundedOff <= mostLost * scale;
  return { mean, scale, precision: fits ? 'float32' : 'float64' };
}

/** A value of a column as the network takes it, to the bit that {@link standardized} of an exported graph gives. */
export function standardize(value: number, { mean, scale, precision }: Spread): number {
  if (precision !== 'float32') return Math.fround((value - mean) / scale);
  const centered = Math.fround(Math.fround(value) - Math.fround(mean));
  return Math.fround(centered / Math.fround(scale));
}
