/** @file Ranks, and what follows from a list of p values. */

/** The ranks of values from 1; equal values share the mean of their ranks. */
export function ranksOf(values: readonly number[]): readonly number[] {
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) ranks[order[at]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/**
 * p values corrected for being many: S. Holm: A simple sequentially rejective multiple test procedure. Scandinavian Journal of
 * Statistics 6 (1979). The k-th smallest of m is multiplied by m - k + 1, never below the one before, at most 1.
 */
export function holm(ps: readonly number[]): readonly number[] {
  const order = ps.map((_, at) => at).sort((a, b) => ps[a]! - ps[b]!);
  const corrected = new Array<number>(ps.length);
  let least = 0;
  order.forEach((at, place) => {
    least = Math.max(least, Math.min(1, ps[at]! * (ps.length - place)));
    corrected[at] = least;
  });
  return corrected;
}
