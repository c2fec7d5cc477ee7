/** @file What trials are measured by, as people read it: metrics of their runs, and what they cost. */
import { shownBound } from '../../src-shared/evaluation/metrics.ts';
import type { App } from '../platform/app.svelte.ts';

/** `Accuracy (validation)`, `Training time`, `Model size`. */
export function metricText(app: App, metric: string): string {
  const { dialog } = app.words.search;
  if (metric === 'seconds' || metric === 'bytes') return dialog[metric];
  return app.metrics.onSplit(metric);
}

/** An end of the interval of a mean. */
export function boundText(app: App, metric: string, value: number): string {
  return measureText(app, metric, shownBound(metric, value));
}

/** `97.3 %`, `12 s`, `2.1 MB`. */
export function measureText(app: App, metric: string, value: number): string {
  if (metric === 'seconds') return app.format.duration(value);
  if (metric === 'bytes') return app.format.bytes(value);
  return app.metrics.value(metric, value);
}
