/** @file What a training worker reports, as metrics of the run. */
import type { MetricPoint } from '../../src-shared/contract.ts';
import { systemPoints, type MachineReading } from '../platform/system/index.ts';
import type { TrainResult, TrainUpdate } from './worker/train.ts';

/** The metric points of an update: `train.*` at each step, `validation.*` at the last step of each epoch. */
export function measurements(update: TrainUpdate): MetricPoint[] {
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
        { metric: 'train.learningRate', step: last.step, epoch: last.epoch, value: last.learningRate },
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
    case 'rewound':
    case 'log':
    case 'sample':
      return [];
  }
}

/** What the machine did up to the last of some steps; nothing for most updates. @param machine is read only then */
export function systemMeasurements(update: TrainUpdate, machine: () => MachineReading): MetricPoint[] {
  const last = update.kind === 'steps' && update.system && update.points.at(-1);
  if (!last) return [];
  const { step, epoch } = last;
  return systemPoints(update.system, machine()).map((point) => ({ ...point, step, epoch }));
}

/** What a run has to show for itself so far: the validation of its latest epoch. Null for updates that are no epoch. */
export function resultsSoFar(update: TrainUpdate): Record<string, number> | null {
  if (update.kind !== 'epoch') return null;
  return { ...validationResults(update.validation), epochs: update.epoch };
}

function validationResults(validation: TrainResult['validation']): Record<string, number> {
  return Object.fromEntries(Object.entries(validation).map(([name, value]) => [`validation.${name}`, value]));
}

/** The numbers that stand in the runs table at the end: the validation of the best epoch. */
export function summaryOf(result: TrainResult): Record<string, number> {
  return {
    ...validationResults(result.validation),
    steps: result.steps,
    epochs: result.epochs,
    bestEpoch: result.bestEpoch,
  };
}

/** What the weights depend on beside data and parameters, as text. */
export function environmentOf({ environment }: TrainResult): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
}
