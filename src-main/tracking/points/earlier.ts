/** @file Points as workbenches wrote them before points were packed, a row each: packed once, run by run. */
import type { Store } from '../../platform/store/index.ts';
import type { Points } from './points.ts';

export function takeEarlierPoints(store: Store, points: Points): void {
  const { earlierRun, earlierPoints, dropEarlier } = points.queries;
  for (let run = earlierRun.get(); run !== undefined; run = earlierRun.get()) {
    const own = run;
    store.tx(() => {
      // When they were measured was not kept.
      points.record(
        own,
        earlierPoints.all(own).map((point) => ({ ...point, at: null })),
      );
      points.settle(own);
      dropEarlier.run(own);
    });
  }
}
