/**
 * @file Masks as run lengths: pixels by columns from the upper left, off, on, off, on …, as COCO counts them, and COCO's
 * compressed form of the same counts (`maskApi.c` of pycocotools). Pure.
 */

/** A mask; the sum of `counts` is `width` x `height`. */
export interface Runs {
  readonly width: number;
  readonly height: number;
  readonly counts: readonly number[];
}

/** A mask with a byte for each pixel, by rows from the upper left; other than 0 is on. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** The run lengths of a bitmap. The first run is off and may be empty; no other one is. */
export function encodeRuns({ width, height, pixels }: Bitmap): Runs {
  const counts: number[] = [];
  let [on, length] = [false, 0];
  for (let x = 0; x < width; x++)
    for (let at = x, row = 0; row < height; row++, at += width) {
      if ((pixels[at] !== 0) === on) length++;
      else {
        counts.push(length);
        [on, length] = [!on, 1];
      }
    }
  counts.push(length);
  return { width, height, counts };
}

/** @throws RangeError for counts that are not of its size */
export function decodeRuns(runs: Runs): Bitmap {
  const { width, height } = runs;
  const pixels = new Uint8Array(width * height);
  for (const [from, to] of stretches(runs))
    for (let place = from; place < to; place++)
      pixels[(place % height) * width + Math.floor(place / height)] = 1;
  return { width, height, pixels };
}

/** Whether counts are whole, not negative and of the size of their mask. */
export function areOfSize({ width, height, counts }: Runs): boolean {
  let sum = 0;
  for (const count of counts) {
    if (!Number.isSafeInteger(count) || count < 0) return false;
    sum += count;
    if (sum > width * height) return false;
  }
  return sum === width * height;
}

/** The same mask without empty runs but, where the upper left pixel is on, the first. */
export function canonicalRuns({ width, height, counts }: Runs): Runs {
  const kept: number[] = [0];
  let on = false;
  for (const [i, count] of counts.entries()) {
    if (count === 0) continue;
    if ((i % 2 === 1) === on) kept[kept.length - 1]! += count;
    else {
      kept.push(count);
      on = !on;
    }
  }
  return { width, height, counts: kept };
}

/** Each stretch of pixels that are on: from a place by columns up to another. @throws RangeError for a wrong sum */
export function* stretches(runs: Runs): Generator<readonly [from: number, to: number]> {
  if (!areOfSize(runs)) throw new RangeError('The run lengths are not of the size of the mask.');
  let at = 0;
  for (const [i, count] of runs.counts.entries()) {
    if (i % 2 === 1 && count > 0) yield [at, at + count];
    at += count;
  }
}

/** How many pixels are on. */
export function areaOfRuns({ counts }: Runs): number {
  let area = 0;
  for (let i = 1; i < counts.length; i += 2) area += counts[i]!;
  return area;
}

/** How many pixels are on in both of two masks of one size. */
export function sharedArea(a: Runs, b: Runs): number {
  const [first, second] = [[...stretches(a)], [...stretches(b)]];
  let [shared, i, j] = [0, 0, 0];
  while (i < first.length && j < second.length) {
    const [[from, to], [otherFrom, otherTo]] = [first[i]!, second[j]!];
    shared += Math.max(0, Math.min(to, otherTo) - Math.max(from, otherFrom));
    if (to < otherTo) i++;
    else j++;
  }
  return shared;
}

/** The mask of what is on in any of some masks of one size. */
export function unionOfRuns(masks: readonly Runs[]): Runs {
  const [first] = masks;
  if (!first) throw new RangeError('There is no mask.');
  const all = masks.flatMap((mask) => [...stretches(mask)]).sort((a, b) => a[0] - b[0]);
  const counts: number[] = [];
  let [at, open, close] = [0, -1, -1];
  const end = (): void => {
    if (open < 0) return;
    counts.push(open - at, close - open);
    at = close;
  };
  for (const [from, to] of all)
    if (open >= 0 && from <= close) close = Math.max(close, to);
    else {
      end();
      [open, close] = [from, to];
    }
  end();
  counts.push(first.width * first.height - at);
  return canonicalRuns({ width: first.width, height: first.height, counts });
}

const FIRST = 48;
/** Characters of one count: 32 ** 8 is more than any mask has pixels. */
const MOST_DIGITS = 8;

/** Counts as COCO's compressed string: five bits a character; from the fourth on the difference to the one two before. */
export function writeCounts(counts: readonly number[]): string {
  const characters: string[] = [];
  for (let i = 0; i < counts.length; i++) {
    let rest = i > 2 ? counts[i]! - counts[i - 2]! : counts[i]!;
    for (let more = true; more;) {
      const digit = ((rest % 32) + 32) % 32;
      rest = Math.floor(rest / 32);
      more = digit & 16 ? rest !== -1 : rest !== 0;
      characters.push(String.fromCharCode(FIRST + digit + (more ? 32 : 0)));
    }
  }
  return characters.join('');
}

/** Counts of COCO's compressed string; null for a text that is none. @param most counts there may be */
export function readCounts(text: string, most: number): number[] | null {
  const counts: number[] = [];
  for (let at = 0; at < text.length;) {
    let [count, digits, more, digit] = [0, 0, true, 0];
    while (more) {
      digit = text.charCodeAt(at) - FIRST;
      // Past the end this is NaN.
      if (!(digit >= 0 && digit < 64) || digits === MOST_DIGITS) return null;
      count += (digit & 31) * 32 ** digits;
      more = (digit & 32) !== 0;
      at++;
      digits++;
    }
    if (digit & 16) count -= 32 ** digits;
    if (counts.length > 2) count += counts[counts.length - 2]!;
    if (count < 0 || counts.length === most) return null;
    counts.push(count);
  }
  return counts;
}

/** The upright box around what is on, in pixels; null for an empty mask. */
export function boxOfRuns(runs: Runs): { x: number; y: number; width: number; height: number } | null {
  const { height } = runs;
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (const [from, to] of stretches(runs)) {
    const [first, last] = [Math.floor(from / height), Math.floor((to - 1) / height)];
    left = Math.min(left, first);
    right = Math.max(right, last + 1);
    // A run over more than one column reaches the lower edge of one and the upper of the next.
    top = Math.min(top, first === last ? from % height : 0);
    bottom = Math.max(bottom, first === last ? ((to - 1) % height) + 1 : height);
  }
  return right < 0 ? null : { x: left, y: top, width: right - left, height: bottom - top };
}
