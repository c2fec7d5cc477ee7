/** @file Trials in the order that the table is sorted by. */
import type { Parameters, SearchTrial } from '../../src-shared/contract.ts';
import type { Sort } from '../ui/grid/columns.ts';

/** What stands in a column: of `result:` and `parameter:` by what follows. */
export function measuredIn(trial: SearchTrial, column: string): Parameters[string] | undefined {
  const name = column.slice(column.indexOf(':') + 1);
  if (column.startsWith('result:')) return trial.measured[name];
  if (column.startsWith('parameter:')) return trial.values[name];
  if (column === 'state') return trial.state;
  return column === 'epochs' || column === 'seconds' ? trial[column] : trial.number;
}

/** The newest first unless sorted; what has no value comes last either way. */
export function inOrder(trials: readonly SearchTrial[], sort: Sort | null): readonly SearchTrial[] {
  if (sort === null) return trials.toReversed();
  const sign = sort.descending ? -1 : 1;
  return trials.toSorted((a, b) => {
    const [x, y] = [measuredIn(a, sort.column), measuredIn(b, sort.column)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return x === y ? a.number - b.number : sign * (x < y ? -1 : 1);
  });
}
