/** @file The bars of a tornado: how far a task or a risk moves the finish. */
import type { Forecast } from '../../../src-shared/contract.ts';

export interface TornadoBar {
  readonly id: string;
  /** Percent of the width, from the left. */
  readonly from: number;
  readonly width: number;
}

/** All bars on one scale, from the earliest finish to the latest. */
export function tornadoBars(drivers: Forecast['drivers']): readonly TornadoBar[] {
  const ends = drivers.flatMap(({ finishWhenLow, finishWhenHigh }) => [finishWhenLow, finishWhenHigh]);
  const low = Math.min(...ends);
  const span = Math.max(...ends) - low;
  return drivers.map(({ id, finishWhenLow, finishWhenHigh }) => {
    const begin = Math.min(finishWhenLow, finishWhenHigh);
    const length = Math.abs(finishWhenHigh - finishWhenLow);
    if (span <= 0) return { id, from: 0, width: 0 };
    return { id, from: (100 * (begin - low)) / span, width: (100 * length) / span };
  });
}
