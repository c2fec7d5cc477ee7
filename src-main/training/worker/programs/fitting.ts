/** @file How a recipe's parameters say to train: optimizer, learning rate over time, clipping and the like. */
import {
  adagrad,
  adam,
  adamW,
  constantSchedule,
  cosineSchedule,
  lion,
  oneCycleSchedule,
  rmsprop,
  sgd,
  stepSchedule,
  warmUp,
  type Optimizer,
  type Schedule,
  type StepOptions,
} from '../../../graph/index.ts';
import type { SharedParameters } from '../../recipes/index.ts';
import type { FitOptions } from '../trainer/index.ts';

type Optimizers = Readonly<
  Record<SharedParameters['optimizer'], (options: { readonly weightDecay: number }) => Optimizer>
>;

const optimizers: Optimizers = {
  adam,
  adamw: adamW,
  sgd: ({ weightDecay }) => sgd({ momentum: 0.9, nesterov: true, weightDecay }),
  rmsprop,
  adagrad,
  lion,
};

/** The optimizer and what surrounds it in a step. */
export function optimizing({
  optimizer,
  weightDecay,
  clip,
  accumulate,
  average,
}: SharedParameters): Pick<StepOptions, 'optimizer' | 'clip' | 'accumulate' | 'average'> {
  return {
    optimizer: optimizers[optimizer]({ weightDecay }),
    clip: clip > 0 ? { norm: clip } : undefined,
    accumulate,
    average: average > 0 ? average : undefined,
  };
}

/** How the learning rate goes over the run: from update to update, and down when the validation loss stalls. */
export function scheduling({ schedule, warmup }: SharedParameters): Pick<FitOptions, 'schedule' | 'plateau'> {
  return {
    schedule(steps) {
      const warming = Math.floor(warmup * steps);
      return warmUp({ steps: warming }, planOf(schedule, Math.max(1, steps - warming)));
    },
    plateau: schedule === 'plateau' ? { factor: 0.5, patience: 1 } : undefined,
  };
}

function planOf(name: SharedParameters['schedule'], steps: number): Schedule {
  switch (name) {
    case 'cosine':
      return cosineSchedule({ steps });
    case 'step':
      return stepSchedule({ every: Math.ceil(steps / 3) });
    case 'one-cycle':
      return oneCycleSchedule({ steps: Math.max(2, steps) });
    case 'constant':
    case 'plateau':
      return constantSchedule();
  }
}
