/** @file How a recipe's settings say to train: optimizer, learning rate over time, clipping and the like. */
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
import type { FitOptions } from '../trainer/index.ts';
import { numberOf, textOf, type Settings } from './program.ts';

type Optimizers = Readonly<Record<string, (options: { readonly weightDecay: number }) => Optimizer>>;

const optimizers: Optimizers = {
  adam,
  adamw: adamW,
  sgd: ({ weightDecay }) => sgd({ momentum: 0.9, nesterov: true, weightDecay }),
  rmsprop,
  adagrad,
  lion,
};

/** The optimizer and what surrounds it in a step. */
export function optimizing(
  settings: Settings,
): Pick<StepOptions, 'optimizer' | 'clip' | 'accumulate' | 'average'> {
  const name = textOf(settings, 'optimizer');
  const optimizer = optimizers[name]?.({ weightDecay: numberOf(settings, 'weightDecay') });
  if (!optimizer) throw new Error(`there is no optimizer "${name}"`);
  const [clip, average] = [numberOf(settings, 'clip'), numberOf(settings, 'average')];
  return {
    optimizer,
    clip: clip > 0 ? { norm: clip } : undefined,
    accumulate: numberOf(settings, 'accumulate'),
    average: average > 0 ? average : undefined,
  };
}

/** How the learning rate goes over the run: from update to update, and down when the validation loss stalls. */
export function scheduling(settings: Settings): Pick<FitOptions, 'schedule' | 'plateau'> {
  const name = textOf(settings, 'schedule');
  const share = numberOf(settings, 'warmup');
  return {
    schedule(steps) {
      const warming = Math.floor(share * steps);
      return warmUp({ steps: warming }, planOf(name, Math.max(1, steps - warming)));
    },
    plateau: name === 'plateau' ? { factor: 0.5, patience: 1 } : undefined,
  };
}

function planOf(name: string, steps: number): Schedule {
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
    default:
      throw new Error(`there is no schedule "${name}"`);
  }
}
