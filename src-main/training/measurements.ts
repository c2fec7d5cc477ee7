/** @file What a training worker reports, as metrics of the run. */
import type { MetricPoint } from '../../src-shared/contract/index.ts';
import type { TrainTextResult, TrainTextUpdate } from '../workers/index.ts';

/** The metric points of an update: `train.*` at each step, `validation.*` at the last step of each epoch. */
export function measurements(update: TrainTextUpdate): MetricPoint[] {
  switch (update.kind) {
    case 'steps': {
      const losses = update.points.map(({ step, epoch, loss }) => ({
        metric: 'train.loss',
        step,
        epoch,
        value: loss,
      }));
      const last = update.points.at(-1);
      if (!last) return [];
      return [
        ...losses,
        {
          metric: 'train.samplesPerSecond',
          step: last.step,
          epoch: last.epoch,
          value: update.samplesPerSecond,
        },
      ];
    }
    case 'epoch':
      return Object.entries(update.validation).map(([name, value]) => ({
        metric: `validation.${name}`,
        step: update.step,
        epoch: update.epoch,
        value,
      }));
    case 'plan':
    case 'checkpoint':
    case 'log':
      return [];
  }
}

/** The numbers that stand in the runs table. */
export function summaryOf(result: TrainTextResult): Record<string, number> {
  const validation = Object.entries(result.validation).map(
    ([name, value]) => [`validation.${name}`, value] as const,
  );
  return {
    ...Object.fromEntries(validation),
    steps: result.steps,
    epochs: result.epochs,
    bestEpoch: result.bestEpoch,
  };
}

/** What the weights depend on beside data and parameters, as text. */
export function environmentOf({ environment }: TrainTextResult): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
}
