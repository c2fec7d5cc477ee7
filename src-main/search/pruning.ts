/** @file Whether a trial should end early, by the curves that the tracking of its search's runs has. */
import type { SearchDefinition } from '../../src-shared/contract.ts';
import { lastEpoch, shouldStop, type Curve } from '../../src-shared/search/early-stopping.ts';
import { dueRung, halve } from '../../src-shared/search/halving.ts';
import type { Tracking } from '../tracking/index.ts';
import type { TrialRow } from './queries.ts';

/** More than a run can have epochs. */
const MOST_POINTS = 5000;

export function createPruning(tracking: Pick<Tracking, 'series' | 'run'>) {
  /** Of trials that ended: they do not change any more. */
  const known = new Map<string, Curve>();

  function curveOf(row: TrialRow, { objectives }: SearchDefinition): Curve {
    const cached = known.get(row.run);
    if (cached) return cached;
    const { metric, direction } = objectives[0]!;
    const sign = direction === 'minimize' ? 1 : -1;
    const [measured] = tracking.series({ run: row.run, metrics: [metric], maxPoints: MOST_POINTS });
    const points = measured?.points ?? [];
    // Validation is measured once an epoch.
    const losses = points.map(([, value], i) => ({ epoch: i + 1, loss: sign * value }));
    const curve = { number: row.number, ended: row.state !== null, losses };
    if (curve.ended) known.set(row.run, curve);
    return curve;
  }

  /** Epochs of its whole training. */
  const epochsOf = ({ run }: TrialRow): number => Number(tracking.run(run).parameters['epochs'] ?? Infinity);

  /** The rung at which a trial of a search that halves stops now; null where it goes on. */
  function rungDue(definition: SearchDefinition, own: TrialRow): number | null {
    const { earlyStopping } = definition;
    if (earlyStopping.kind !== 'halving') return null;
    return dueRung(earlyStopping, curveOf(own, definition), { passed: own.rung, epochs: epochsOf(own) });
  }

  /** What becomes of the trials that wait at the lowest rung; null of a search that does not halve. */
  function halved(definition: SearchDefinition, all: readonly TrialRow[]): ReturnType<typeof halve> | null {
    const { earlyStopping } = definition;
    if (earlyStopping.kind !== 'halving') return null;
    const contenders = all
      .filter(({ state }) => state !== 'failed')
      .map((row) => {
        const isHeld = row.state === null && row.atRung === 'held';
        return { ...curveOf(row, definition), heldAt: isHeld ? row.rung : null };
      });
    return halve(earlyStopping, contenders);
  }

  return {
    rungDue,
    halved,
    shouldStop(definition: SearchDefinition, own: TrialRow, all: readonly TrialRow[]): boolean {
      if (definition.earlyStopping.kind === 'none') return false;
      // One that failed is no competitor.
      const others = all.filter(({ run, state }) => run !== own.run && state !== 'failed');
      const curve = curveOf(own, definition);
      return (
        curve.losses.length > 0 &&
        // It ends by itself.
        lastEpoch(curve) < epochsOf(own) &&
        shouldStop(
          definition.earlyStopping,
          curve,
          others.map((row) => curveOf(row, definition)),
        )
      );
    },
  };
}
