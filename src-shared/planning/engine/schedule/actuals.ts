/** @file What has happened to each task: its state, its actual dates, and the minutes that remain. */
import type { CivilMinutes } from '../time/civil.ts';
import type { Progress } from '../plan.ts';

export type TaskState = 'notStarted' | 'started' | 'finished';

export interface Actuals {
  readonly state: TaskState;
  /** The actual start where there is one. */
  readonly start?: CivilMinutes;
  readonly finish?: CivilMinutes;
  /** Working minutes that are done, and that remain. */
  readonly done: number;
  readonly remaining: number;
  /** What is missing: a share is done without an actual start, or all without an actual finish. */
  readonly missing?: 'start' | 'finish';
}

/** What there is to do of a summary task itself. */
export const NOTHING: Actuals = { state: 'notStarted', done: 0, remaining: 0 };

/** `minutes`: working minutes of the whole task. */
export function actualsOf(progress: Progress, minutes: number): Actuals {
  const { percentDone = 0, actualStart: start, actualFinish: finish } = progress;
  if (finish !== undefined)
    return { state: 'finished', finish, done: minutes, remaining: 0, ...(start !== undefined && { start }) };
  if (start === undefined && percentDone === 0) return { state: 'notStarted', done: 0, remaining: minutes };
  const done = percentDone === 100 ? minutes : Math.floor((minutes * percentDone) / 100);
  const missing = percentDone === 100 ? 'finish' : start === undefined ? 'start' : undefined;
  return {
    state: percentDone === 100 ? 'finished' : 'started',
    done,
    remaining: minutes - done,
    ...(start !== undefined && { start }),
    ...(missing && { missing }),
  };
}
