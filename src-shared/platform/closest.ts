/** @file The known name that somebody may have meant by one that is not known. */

/** Longer names are not compared: whoever wrote them did not mistype a short one. */
const LONGEST = 60;

/**
 * The known name with the fewest edits from `name`, at most a third of its letters; undefined where none is that close.
 * Case, accents, spaces and marks (`_`, `-`) do not count.
 */
export function closestTo(name: string, known: readonly string[]): string | undefined {
  const letters = folded(name);
  let best: string | undefined;
  let fewest = Math.floor(letters.length / 3) + 1;
  for (const each of known) {
    const edits = editsBetween(letters, folded(each), fewest);
    if (edits < fewest) [best, fewest] = [each, edits];
  }
  return best;
}

function folded(name: string): string {
  const letters = name
    .slice(0, LONGEST + 1)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return letters === '' ? name.slice(0, LONGEST + 1) : letters;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that make one of the other; `limit` for as many or more.
 * Source: Damerau, A technique for computer detection and correction of spelling errors, 1964 (optimal string alignment).
 */
function editsBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit || a.length > LONGEST || b.length > LONGEST) return limit;
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        row[j]! + 1,
        next[j - 1]! + 1,
        row[j - 1]! + same,
        swapped ? before[j - 2]! + 1 : Infinity,
      );
    }
    if (Math.min(...next) >= limit) return limit;
    [before, row] = [row, next];
  }
  return Math.min(limit, row[b.length]!);
}
