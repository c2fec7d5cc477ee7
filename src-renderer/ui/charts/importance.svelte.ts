/** @file How much each parameter matters, computed tree by tree so that the window stays under the hand. */
import {
  type Importance,
  type Outcome,
  type Rows,
  importanceSteps,
} from '../../../src-shared/statistics/index.ts';

/** Enough for shares that hold to a few percent; more would keep people waiting. */
const TREES = 32;
/** Milliseconds of work between two frames. */
const SLICE_MS = 8;

export class ImportanceState {
  /** The last result: it stays while a newer one is computed. */
  outcome = $state.raw<Outcome<Importance>>();
  /** Of the computation under way, 0 to 1. */
  done = $state(0);
}

/** Computed anew whenever the rows become others; null computes nothing. */
export function useImportance(rows: () => Rows | null): ImportanceState {
  const state = new ImportanceState();
  /** The same text is the same work. */
  const asked = $derived(JSON.stringify(rows()));
  $effect(() => {
    const given = JSON.parse(asked) as Rows | null;
    state.done = 0;
    if (!given) return;
    const steps = importanceSteps(given, { trees: TREES });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const work = (): void => {
      const until = performance.now() + SLICE_MS;
      while (performance.now() < until) {
        const step = steps.next();
        if (step.done) {
          state.outcome = step.value;
          return;
        }
        state.done = step.value;
      }
      timer = setTimeout(work);
    };
    timer = setTimeout(work);
    return () => clearTimeout(timer);
  });
  return state;
}
