/** @file How a recipe's settings say to train: optimizer, learning rate over time, clipping and the like. */
import {
  adagrad,
  adam,
  adamW,
  constantSchedule,
  cosineSchedule,
  lion,
  oneCycleSchedule,
  plateauAfter,
  plateauStart,
  rmsprop,
  sgd,
  stepSchedule,
  warmUp,
  type Optimizer,
  type PlateauState,
  type StepOptions,
} from '../../graph/index.ts';
import type { Schedule } from '../training/index.ts';
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

/** Epochs without a lower validation loss before the plateau schedule halves the learning rate. */
const plateau = { factor: 0.5, patience: 1 };

/** The learning rate over the run, with the warm-up in front. */
export function scheduleOf(settings: Settings): Schedule {
  const name = textOf(settings, 'schedule');
  const share = numberOf(settings, 'warmup');
  const schedule: Schedule<PlateauState> = {
    start: plateauStart,
    factor({ step, steps }, { factor }) {
      const warming = Math.floor(share * steps);
      const rest = Math.max(1, steps - warming);
      const planned = warmUp({ steps: warming }, planOf(name, rest))(step - 1);
      return name === 'plateau' ? planned * factor : planned;
    },
    observe: (state, value) => (name === 'plateau' ? plateauAfter(state, value, plateau) : state),
  };
  // What it remembers is its own affair: it is only ever handed what it gave.
  return schedule as Schedule;
}

function planOf(name: string, steps: number): (done: number) => number {
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
