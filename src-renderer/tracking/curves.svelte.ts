/** @file The curves of some runs: read in one ask, then kept up by live points, drawn at most 10 times a second. */
import { untrack } from 'svelte';
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';
import { isAbort } from '../platform/client.ts';
import type { SeriesRequest } from '../../src-shared/contract.ts';
import type { App } from '../platform/app.svelte.ts';
import { useApp } from '../platform/context.ts';
import { calm } from '../platform/calm.ts';
import { MOST_CURVES, isResultMetric } from '../../src-shared/tracking/values.ts';
import {
  type Curves,
  type MetricPoint,
  type Strange,
  curvesOf,
  longest,
  strangeOf,
  withPoints,
} from './curves.ts';

/** What curves are drawn along. */
type Axis = SeriesRequest['axis'];

/** Points asked for of a curve; twice as many and they are asked for again, thinned out. */
const POINTS = 600;
/** Of many curves fewer: they lie over each other, and all of them are to be there at once. */
const POINTS_OF_ALL = 12_000;
const FEWEST_POINTS = 100;
const pointsOfEach = (runs: number): number =>
  Math.min(POINTS, Math.max(FEWEST_POINTS, Math.floor(POINTS_OF_ALL / Math.max(1, runs))));
const DRAW_MS = 100;

/** Which metrics are shown: by a rule, or these. */
type Shows = ((metric: string) => boolean) | readonly string[];
const isShown = (shows: Shows, metric: string): boolean =>
  typeof shows === 'function' ? shows(metric) : shows.includes(metric);

export class RunCurves {
  byRun = $state.raw<Readonly<Record<string, Curves>>>({});
  /** Values that are no finite number. */
  strange = $state.raw<Readonly<Record<string, Strange>>>({});
  error = $state.raw<AppError>();
  #shows: Shows = isResultMetric;
  #waiting: { run: string; points: readonly MetricPoint[] }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #app: App;
  #axis: Axis = 'step';
  #points = POINTS;

  constructor(app: App) {
    this.#app = app;
  }

  /** Reads the curves of runs along an axis and follows them. @returns stops following */
  follow(
    runs: readonly string[],
    { axis, shows }: { readonly axis: Axis; readonly shows: Shows },
  ): () => void {
    // Curves along another axis are none of this one.
    if (axis !== this.#axis || shows !== this.#shows) this.byRun = this.strange = {};
    this.#axis = axis;
    this.#shows = shows;
    this.#points = pointsOfEach(runs.length);
    const closing = new AbortController();
    const readAll = (wanted: readonly string[]): void => {
      for (let i = 0; i < wanted.length; i += MOST_CURVES)
        void this.#read(wanted.slice(i, i + MOST_CURVES), closing.signal);
    };
    const read = (run: string) => readAll([run]);
    let waiting: readonly string[] = [];
    const again = calm(() => {
      readAll(waiting);
      waiting = [];
    });
    const readSoon = (run: string): void => {
      waiting = [...waiting.filter((other) => other !== run), run];
      again.soon();
    };
    this.byRun = Object.fromEntries(Object.entries(this.byRun).filter(([run]) => runs.includes(run)));
    readAll(runs);
    const { live } = this.#app;
    const stops = [
      live.on('metrics', ({ run, points }) => {
        const shown = points.filter(({ metric }) => isShown(this.#shows, metric));
        if (runs.includes(run) && shown.length > 0) this.#take(run, shown, read);
      }),
      // Of values that are no finite number it is told that they are there.
      live.on('measured', ({ run }) => runs.includes(run) && readSoon(run)),
      live.on('reset', () => readAll(runs)),
    ];
    return () => {
      closing.abort();
      again.stop();
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#waiting = [];
      for (const stop of stops) stop();
    };
  }

  async #read(runs: readonly string[], signal: AbortSignal): Promise<void> {
    const shows = this.#shows;
    try {
      const asked = { runs: [...runs], maxPoints: this.#points, axis: this.#axis };
      const metrics = typeof shows === 'function' ? undefined : [...shows];
      const all = await this.#app.client.runs.curves(metrics ? { ...asked, metrics } : asked, { signal });
      if (signal.aborted) return;
      const [byRun, strange] = [{ ...this.byRun }, { ...this.strange }];
      for (const { run, series } of all) {
        const shown = series.filter(({ metric }) => isShown(shows, metric));
        byRun[run] = curvesOf(shown);
        strange[run] = strangeOf(shown);
      }
      this.byRun = byRun;
      this.strange = strange;
      this.error = undefined;
    } catch (thrown) {
      if (!isAbort(thrown) && !signal.aborted) this.error = toAppError(thrown);
    }
  }

  #take(run: string, points: readonly MetricPoint[], read: (run: string) => void): void {
    this.#waiting.push({ run, points });
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw(read);
    }, DRAW_MS);
  }

  #draw(read: (run: string) => void): void {
    const byRun = { ...this.byRun };
    // What comes live names its step only.
    if (this.#axis !== 'step') {
      for (const run of Object.keys(Object.groupBy(this.#waiting, (waiting) => waiting.run))) read(run);
      this.#waiting = [];
      return;
    }
    for (const { run, points } of this.#waiting) byRun[run] = withPoints(byRun[run] ?? {}, points);
    this.#waiting = [];
    this.byRun = byRun;
    for (const [run, curves] of Object.entries(byRun)) if (longest(curves) > 2 * this.#points) read(run);
  }
}

/** The curves of the runs a component shows; `shows` says of which metrics, else those that are not the machine's. */
export function useCurves(
  runs: () => readonly string[],
  axis: () => Axis = () => 'step',
  shows: () => Shows = () => isResultMetric,
): RunCurves {
  const curves = new RunCurves(useApp());
  const key = $derived(runs().join(' '));
  $effect(() => {
    const ids = key.split(' ').filter(Boolean);
    const asked = { axis: axis(), shows: shows() };
    return untrack(() => curves.follow(ids, asked));
  });
  return curves;
}
