/** @file What a curve stands at: at a step, or smoothed at its end. Read from as few of its rows as decide it. */
import type { Database } from 'better-sqlite3';
import type { PlaceAspect } from '../../../src-shared/tracking/table/values.ts';
import { smoothedLast, valuesThatCount } from '../../../src-shared/tracking/smoothing.ts';
import { decodePoints } from './codec.ts';
import { joined, type PointColumns } from './columns.ts';
import type { Points } from './points.ts';
import type { SeriesRow } from './queries.ts';

type Curve = Pick<SeriesRow, 'number' | 'points'>;

interface Row {
  readonly key: number;
  readonly packed: Buffer;
}

export function createPlaces(db: Database, points: Points) {
  /** Rows that have a point at the step, or the last ones before it. */
  const around = db
    .prepare<{ from: number; to: number; step: number }, Buffer>(
      `SELECT packed FROM metric_chunks WHERE key >= $from AND key < $to AND first_step <= $step AND last_step >=
         (SELECT max(first_step) FROM metric_chunks WHERE key >= $from AND key < $to AND first_step <= $step) ORDER BY key`,
    )
    .pluck();
  const lastBefore = db.prepare<{ from: number; to: number }, Row>(
    'SELECT key, packed FROM metric_chunks WHERE key >= $from AND key < $to ORDER BY key DESC LIMIT 1',
  );
  const greatestStep = points.queries.greatestStep;

  /** The value at a step, or at the last step before it. */
  function atStep(curve: Curve, step: number): number | undefined {
    let best: { step: number; value: number } | undefined;
    for (const packed of around.all({ ...points.rangeOf(curve), step })) {
      const { count, steps, values } = decodePoints(packed);
      for (let i = 0; i < count; i++)
        if (steps[i]! <= step && (best === undefined || steps[i]! >= best.step))
          best = { step: steps[i]!, value: values[i]! };
    }
    return best?.value;
  }

  /** The last of the smoothed values in order of their steps, of those that are finite numbers; NaN where none is. */
  function smoothed(curve: Curve, weight: number): number | undefined {
    const { from, to } = points.rangeOf(curve);
    const needed = valuesThatCount(weight);
    const parts: PointColumns[] = [];
    let [at, finite, least] = [to, 0, Infinity];
    // Rows before these may hold later steps, where steps did not come in order.
    while (finite < needed || (greatestStep.get({ from, to: at }) ?? -Infinity) > least) {
      const row = lastBefore.get({ from, to: at });
      if (!row) break;
      const part = decodePoints(row.packed);
      parts.unshift(part);
      at = row.key;
      for (let i = 0; i < part.count; i++) {
        if (Number.isFinite(part.values[i])) finite++;
        least = Math.min(least, part.steps[i]!);
      }
    }
    return parts.length === 0 ? undefined : (smoothedLast(inOrder(parts), weight) ?? NaN);
  }

  return (curve: Curve, aspect: PlaceAspect): number | undefined => {
    const [kind, of] = aspect.split(':');
    return kind === 'step' ? atStep(curve, Number(of)) : smoothed(curve, Number(of));
  };
}

/** The finite values in order of their steps, those of one step in the order in which they came. */
function inOrder(parts: readonly PointColumns[]): number[] {
  const { count, steps, values } = joined(parts);
  let isInOrder = true;
  for (let i = 1; i < count && isInOrder; i++) isInOrder = steps[i]! >= steps[i - 1]!;
  const finite: number[] = [];
  const take = (value: number): void => {
    if (Number.isFinite(value)) finite.push(value);
  };
  if (isInOrder) values.forEach(take);
  else {
    const places = Array.from(steps, (_, place) => place).sort((a, b) => steps[a]! - steps[b]! || a - b);
    for (const place of places) take(values[place]!);
  }
  return finite;
}
