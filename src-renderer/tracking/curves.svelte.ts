/** @file The curves of some runs: read once, then kept up by live points, drawn at most 10 times a second. */
import { untrack } from 'svelte';
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';
import { isAbort } from '../platform/client.ts';
import type { SeriesRequest } from '../../src-shared/contract.ts';
import type { App } from '../platform/app.svelte.ts';
import { useApp } from '../platform/context.ts';
import { calm } from '../platform/calm.ts';
import { isResultMetric } from '../../src-shared/tracking/values.ts';
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
const DRAW_MS = 100;

/** Which metrics are shown. */
type Shows = (metric: string) => boolean;

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
    const closing = new AbortController();
    const read = (run: string) => void this.#read(run, closing.signal);
    let waiting: readonly string[] = [];
    const again = calm(() => {
      waiting.forEach(read);
      waiting = [];
    });
    const readSoon = (run: string): void => {
      waiting = [...waiting.filter((other) => other !== run), run];
      again.soon();
    };
    this.byRun = Object.fromEntries(Object.entries(this.byRun).filter(([run]) => runs.includes(run)));
    for (const run of runs) read(run);
    const { live } = this.#app;
    const stops = [
      live.on('metrics', ({ run, points }) => {
        const shown = points.filter(({ metric }) => this.#shows(metric));
        if (runs.includes(run) && shown.length > 0) this.#take(run, shown, read);
      }),
      // Of values that are no finite number it is told that they are there.
      live.on('measured', ({ run }) => runs.includes(run) && readSoon(run)),
      live.on('reset', () => runs.forEach(read)),
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

  async #read(run: string, signal: AbortSignal): Promise<void> {
    try {
      const all = await this.#app.client.runs.series(
        { run, maxPoints: POINTS, axis: this.#axis },
        { signal },
      );
      if (signal.aborted) return;
      const series = all.filter(({ metric }) => this.#shows(metric));
      this.byRun = { ...this.byRun, [run]: curvesOf(series) };
      this.strange = { ...this.strange, [run]: strangeOf(series) };
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
    for (const [run, curves] of Object.entries(byRun)) if (longest(curves) > 2 * POINTS) read(run);
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
