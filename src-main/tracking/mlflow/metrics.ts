/** @file Metric histories. */
import { key, nextPage, optionalText, optionalWhole, pageOf, text, texts, type Fields } from './fields.ts';
import { requireRun, wireNumber, type Handlers, type MlflowParts } from './parts.ts';

const MOST_BULK_RUNS = 100;
const MOST_BULK = 25_000;

export function metricHandlers(parts: MlflowParts): Handlers {
  const { tracking } = parts;

  /** In order of step, then time; where only a stretch is wanted, of that. */
  function history(run: string, metric: string) {
    const { id } = requireRun(parts, run);
    return [...tracking.history(id, metric)]
      .sort((a, b) => a.step - b.step || (a.at ?? 0) - (b.at ?? 0))
      .map(({ value, step, at }) => ({ key: metric, value: wireNumber(value), timestamp: at ?? 0, step }));
  }

  function bulk({ fields }: { fields: Fields }): object {
    const runs = [...texts(fields, 'run_id'), ...texts(fields, 'run_ids')].slice(0, MOST_BULK_RUNS);
    const metric = text(fields, 'metric_key');
    const most = Math.min(optionalWhole(fields, 'max_results') ?? MOST_BULK, MOST_BULK);
    const [from, to] = [
      optionalWhole(fields, 'start_step') ?? -Infinity,
      optionalWhole(fields, 'end_step') ?? Infinity,
    ];
    const metrics = runs.flatMap((run) => {
      const points = history(run, metric).filter(({ step }) => step >= from && step <= to);
      return thinned(points, Math.max(2, Math.floor(most / runs.length))).map((point) => ({
        ...point,
        run_id: run,
      }));
    });
    return { metrics };
  }

  return {
    'GET metrics/get-history': ({ fields }) => {
      const points = history(
        optionalText(fields, 'run_id') ?? text(fields, 'run_uuid'),
        key(fields, 'metric_key'),
      );
      if (fields['max_results'] === undefined) return { metrics: points };
      const page = pageOf(fields, { usual: MOST_BULK, most: MOST_BULK });
      return {
        metrics: points.slice(page.offset, page.offset + page.limit),
        ...nextPage(page, points.length),
      };
    },
    'GET metrics/get-history-bulk': bulk,
    'GET metrics/get-history-bulk-interval': bulk,
  };
}

/** Evenly spaced, with the first and the last. */
function thinned<T>(points: readonly T[], most: number): T[] {
  if (points.length <= most) return [...points];
  return Array.from({ length: most }, (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))]!);
}
