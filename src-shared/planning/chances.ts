/** @file Reading a forecast date: the chance of a moment from its quantiles. */

/** The chance that it is over by a moment, 0 … 1, from 101 ascending quantiles; between two of them it is read in line. */
export function chanceBy(quantiles: readonly number[], moment: number): number {
  const last = quantiles.length - 1;
  if (last < 0 || moment < quantiles[0]!) return 0;
  if (moment >= quantiles[last]!) return 1;
  const above = quantiles.findIndex((one) => one > moment);
  const [low, high] = [quantiles[above - 1]!, quantiles[above]!];
  return (above - 1 + (moment - low) / (high - low)) / last;
}

/** A chance in whole percent; what is not certain is neither 0 nor 100. */
export function wholePercent(chance: number): number {
  if (chance <= 0 || chance >= 1) return chance <= 0 ? 0 : 100;
  return Math.min(99, Math.max(1, Math.round(100 * chance)));
}
