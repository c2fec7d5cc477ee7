/**
 * @file Learning rate schedules: from the number of updates done so far (0 before the first) to a factor of the learning
 * rate. The same values as the schedulers of `torch.optim.lr_scheduler` that the comments name.
 */
import { GraphError } from '../ir.ts';

/** The factor for the update after `done` ones. */
export type Schedule = (done: number) => number;

function positive(name: string, value: number): void {
  if (!(value > 0)) throw new GraphError(`a schedule needs ${name} above 0, not ${value}`);
}

function share(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new GraphError(`a schedule needs ${name} from 0 to 1, not ${value}`);
}

/** 1 throughout. */
export function constantSchedule(): Schedule {
  return () => 1;
}

/** γ^⌊t / every⌋ (StepLR). */
export function stepSchedule({
  every,
  gamma = 0.1,
}: {
  readonly every: number;
  readonly gamma?: number;
}): Schedule {
  positive('every', every);
  return (done) => gamma ** Math.floor(done / every);
}

/** γ^t (ExponentialLR). */
export function exponentialSchedule({ gamma }: { readonly gamma: number }): Schedule {
  positive('gamma', gamma);
  return (done) => gamma ** done;
}

/** From `from` to `to` on half a cosine, at a place of 0 to 1. */
function cosineBetween(from: number, to: number, place: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * place))) / 2;
}

export interface CosineOptions {
  /** Updates until the least factor. */
  readonly steps: number;
  /** The least factor; 0 unless said otherwise. */
  readonly least?: number;
}

/** Half a cosine from 1 down to the least factor (CosineAnnealingLR), where it then stays. */
export function cosineSchedule({ steps, least = 0 }: CosineOptions): Schedule {
  positive('steps', steps);
  share('least', least);
  return (done) => cosineBetween(1, least, Math.min(1, done / steps));
}

export interface RestartOptions extends CosineOptions {
  /** Each period is this many times as long as the one before; 1 unless said otherwise. */
  readonly growth?: number;
}

/** Cosine with restarts (SGDR: Loshchilov & Hutter 2017, equation 5; CosineAnnealingWarmRestarts). `steps` is the first period. */
export function restartSchedule({ steps, least = 0, growth = 1 }: RestartOptions): Schedule {
  positive('steps', steps);
  share('least', least);
  if (!(growth >= 1)) throw new GraphError(`a schedule needs a growth of 1 or more, not ${growth}`);
  return (done) => {
    let [start, length] = [0, steps];
    while (done >= start + length) [start, length] = [start + length, length * growth];
    return cosineBetween(1, least, (done - start) / length);
  };
}

export interface OneCycleOptions {
  /** Updates in all, at least 2. */
  readonly steps: number;
  /** Share of them that goes up; 0.3 unless said otherwise. */
  readonly rise?: number;
  /** 1 over the first factor; 25 unless said otherwise. */
  readonly startDivisor?: number;
  /** The first factor over the last; 10,000 unless said otherwise. */
  readonly endDivisor?: number;
}

/** Up to 1 and down on half cosines (Smith & Topin 2019; OneCycleLR with the learning rate as its `max_lr`). */
export function oneCycleSchedule(options: OneCycleOptions): Schedule {
  const { steps, rise = 0.3, startDivisor = 25, endDivisor = 1e4 } = options;
  if (!(steps >= 2)) throw new GraphError(`a schedule of one cycle needs 2 steps or more, not ${steps}`);
  share('rise', rise);
  positive('startDivisor', startDivisor);
  positive('endDivisor', endDivisor);
  const start = 1 / startDivisor;
  const end = start / endDivisor;
  const [top, last] = [rise * steps - 1, steps - 1];
  return (done) => {
    const at = Math.min(done, last);
    return at < top
      ? cosineBetween(start, 1, at / top)
      : cosineBetween(1, end, (at - top) / (last - top || 1));
  };
}

export interface WarmUpOptions {
  /** Updates until the schedule behind it begins. */
  readonly steps: number;
  /** The first factor; 1 / (steps + 1) unless said otherwise, from where each update adds as much. */
  readonly from?: number;
}

/** A straight line up to 1 in front of another schedule (SequentialLR of LinearLR and that one). */
export function warmUp({ steps, from = 1 / (steps + 1) }: WarmUpOptions, then: Schedule): Schedule {
  if (!(steps >= 0)) throw new GraphError(`a warm-up needs 0 steps or more, not ${steps}`);
  share('from', from);
  return (done) => (done < steps ? from + ((1 - from) * done) / steps : then(done - steps));
}

export interface PlateauOptions {
  /** Whether the watched number should fall (the rule) or rise. */
  readonly better?: 'lower' | 'higher';
  /** What the factor is multiplied by; 0.1 unless said otherwise. */
  readonly factor?: number;
  /** Evaluations without an improvement that are borne; 10 unless said otherwise. */
  readonly patience?: number;
  /** An improvement is one by more than this share; 1e-4 unless said otherwise. */
  readonly threshold?: number;
  /** Evaluations after a reduction that do not count; 0 unless said otherwise. */
  readonly cooldown?: number;
  /** The least factor; 0 unless said otherwise. */
  readonly least?: number;
}

/** Where a plateau schedule stands: plain data, to be kept in a checkpoint. */
export interface PlateauState {
  readonly factor: number;
  /** The best number so far; null before the first. */
  readonly best: number | null;
  /** Evaluations since then. */
  readonly waited: number;
  /** Evaluations that will not count yet. */
  readonly cooling: number;
}

export const plateauStart: PlateauState = { factor: 1, best: null, waited: 0, cooling: 0 };

/** The state after one more evaluation, such as an epoch's validation loss (ReduceLROnPlateau). */
export function plateauAfter(state: PlateauState, value: number, options: PlateauOptions = {}): PlateauState {
  const { factor = 0.1, patience = 10, cooldown = 0, least = 0 } = options;
  const better = state.best === null ? !Number.isNaN(value) : improves(value, state.best, options);
  const best = better ? value : state.best;
  const counted = better ? 0 : state.waited + 1;
  const waited = state.cooling > 0 ? 0 : counted;
  const cooling = Math.max(0, state.cooling - 1);
  if (waited <= patience) return { factor: state.factor, best, waited, cooling };
  return { factor: Math.max(least, state.factor * factor), best, waited: 0, cooling: cooldown };
}

function improves(
  value: number,
  best: number,
  { better = 'lower', threshold = 1e-4 }: PlateauOptions,
): boolean {
  return better === 'lower' ? value < best * (1 - threshold) : value > best * (1 + threshold);
}
