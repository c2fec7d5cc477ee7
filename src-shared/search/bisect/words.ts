/** @file Bisections in English, for the command line. */
import type { BisectBatch, BisectEstimate, Bisection, BisectVerdict } from './contract.ts';

const number = (value: number): string => String(Number(value.toPrecision(3)));

/** `0.021 (0.017 to 0.025)`. */
export function estimateText({ value, low, high }: BisectEstimate): string {
  return low === null || high === null
    ? number(value)
    : `${number(value)} (${number(low)} to ${number(high)})`;
}

/** `200 samples added, by Ann, from mail.csv, on 2026-11-30`. */
export function batchText(batch: BisectBatch): string {
  const { change, author, file, day, samples, isRest } = batch;
  const parts = [
    `${samples} ${samples === 1 ? 'sample' : 'samples'} ${change ?? 'changed'}`,
    ...(author === null ? [] : [`by ${author}`]),
    ...(file === null ? [] : [`from ${file}`]),
    ...(day === null ? [] : [`on ${day}`]),
    ...(batch.class === null ? [] : [`of “${batch.class}”`]),
    ...(isRest ? ['in small batches'] : []),
  ];
  return parts.join(', ');
}

export function verdictText({ batches, metric, seeds }: Bisection, verdict: BisectVerdict): string {
  const { kind, because, cost } = verdict;
  const [first] = verdict.batches;
  const wins = cost ? ` Undoing ${kind === 'found' ? 'it' : 'them'} wins back ${estimateText(cost)}.` : '';
  const more = because === 'trainings' ? 'allow more trainings' : 'allow more seeds';
  if (kind === 'found') return `Found: ${batchText(batches[first!]!)}, costs ${metric}.${wins}`;
  if (kind === 'narrowed')
    return `It lies in these ${verdict.batches.length} of ${batches.length} batches.${wins} To tell which, ${more}.`;
  return (
    `The bad version is not worse beyond the noise of ${seeds} seeds, on the test samples that both share: no change is named. ` +
    'Allow more seeds; what you saw may come from other test samples.'
  );
}
