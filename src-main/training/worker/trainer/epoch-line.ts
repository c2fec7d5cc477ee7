/** @file The lines that a run's log has of its epochs. */
import { metricTitle } from '../../../../src-shared/evaluation/metrics.ts';
import type { Progress } from './checkpoint.ts';
import type { Validation } from './evaluate.ts';
import type { Monitor } from './monitor.ts';

export interface EpochFacts {
  readonly epoch: number;
  readonly epochs: number;
  /** Mean over the rows of the epoch; what came before a resumed run's checkpoint is in it. */
  readonly trainLoss: number;
  readonly validation: Validation;
  /** Of training and validation, since the epoch or this process began. */
  readonly seconds: number;
  readonly monitor: Monitor;
  readonly best: Progress['best'];
}

/** `Epoch 3 of 10: training loss 0.4213; validation: loss 0.3987, accuracy 0.8712; 1.24 s; best so far: epoch 2 (loss 0.3901).` */
export function epochLine({ epoch, epochs, trainLoss, validation, seconds, ...rest }: EpochFacts): string {
  const measured = Object.entries(validation).map(([name, value]) => `${nameOf(name)} ${decimal(value)}`);
  return [
    `Epoch ${epoch} of ${epochs}: training loss ${decimal(trainLoss)}`,
    `validation: ${measured.join(', ')}`,
    `${Number(seconds.toPrecision(3))} s`,
    `${bestSoFar(rest)}.`,
  ].join('; ');
}

/** Where a run goes on that was stopped or interrupted. */
export function resumedLine(
  { step, epoch, best }: Pick<Progress, 'step' | 'epoch' | 'best'>,
  epochs: number,
): string {
  const told = best.epoch > 0 ? `; best so far: epoch ${best.epoch}` : '';
  return `Resumed after step ${step}, in epoch ${Math.min(epoch, epochs)} of ${epochs}${told}.`;
}

function bestSoFar({ best, monitor }: Pick<EpochFacts, 'best' | 'monitor'>): string {
  if (best.epoch === 0 || best.cost === null) return 'no best epoch yet';
  const value = monitor.better === 'lower' ? best.cost : -best.cost;
  return `best so far: epoch ${best.epoch} (${nameOf(monitor.metric)} ${decimal(value)})`;
}

/** As it stands within a sentence: `loss`, `macro F1`, `R²`. */
function nameOf(metric: string): string {
  return metricTitle(metric).en.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
}

/** Four digits, as many as tell epochs apart. */
function decimal(value: number): string {
  return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5
    ? String(Number(value.toPrecision(4)))
    : value.toExponential(3);
}
