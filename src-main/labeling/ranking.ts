/** @file What people preferred, as a ranking of the items that they compared. */
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../src-shared/platform/errors.ts';
import { bradleyTerry, type Comparison } from '../../src-shared/labeling/ranking/bradley-terry.ts';
import type { Ranking } from '../../src-shared/labeling/ranking/contract.ts';
import { PreferenceValue } from '../../src-shared/labeling/tasks/values.ts';
import type { Queries } from './queries.ts';
import type { Task } from './tasks.ts';
import type { LabelingSamples } from './types.ts';

const SLICE = 1000;
const MOST_RANKED = 1000;
const CLIPPED = 500;

/** What the first of two gets of an answer. */
const WON = { first: 1, second: 0, tie: 0.5 } as const;

/** The deviations on either side within which 95 of 100 lie. */
const deviations95 = 1.959963984540054;

/** @throws AppError `labeling.notCompared` for a task that asks for no preference or names no columns */
export async function readRanking(
  { queries, samples }: { readonly queries: Queries; readonly samples: LabelingSamples },
  task: Task,
): Promise<Ranking> {
  const { columns } = task.options;
  if (task.kind !== 'preference' || !columns) throw new AppError('labeling.notCompared');
  const numbers = new Map<string, number>();
  const comparisons: Comparison[] = [];
  const numberOf = (text: string): number => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  };
  const last = queries.lastCurrent.get(task.id) ?? -1;
  for (let from = 0; from <= last; from += SLICE) {
    const rows = queries.currentsFrom
      .all(task.id, from, from + SLICE)
      .filter(({ skipped, value }) => skipped === 0 && value !== null);
    const positions = [...new Set(rows.map(({ position }) => position))];
    const texts = samples.samplesAt(task.dataset, positions).map(({ text }) => text);
    const contents = new Map(positions.map((position, at) => [position, cellsOf(texts[at] ?? '{}')]));
    for (const { position, value } of rows) {
      const { preferred } = PreferenceValue.parse(JSON.parse(value!));
      const cells = contents.get(position)!;
      const compared = [columns.first, columns.second].map((name) => cells.get(name));
      // Columns of the file that are no part of what is shown, as the one to predict.
      if (compared.includes(undefined)) throw new AppError('labeling.notCompared');
      const [first, second] = compared.map((cell) => numberOf(String(cell ?? '')));
      // Twice the same thing says nothing of it.
      if (first !== second) comparisons.push({ first: first!, second: second!, won: WON[preferred] });
    }
    await setImmediate();
  }
  return rankingOf([...numbers.keys()], comparisons);
}

/** A row of a table as its dataset keeps it: by a Map, as columns may be called anything. */
function cellsOf(text: string): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(JSON.parse(text) as object));
}

function rankingOf(texts: readonly string[], comparisons: readonly Comparison[]): Ranking {
  const { strengths, errors, groups } = bradleyTerry(texts.length, comparisons);
  const counts = texts.map(() => ({ wins: 0, losses: 0, ties: 0 }));
  for (const { first, second, won } of comparisons) {
    if (won === 0.5) for (const item of [first, second]) counts[item]!.ties++;
    else {
      counts[won === 1 ? first : second]!.wins++;
      counts[won === 1 ? second : first]!.losses++;
    }
  }
  const ranked = texts.map((text, item) => {
    const strength = strengths[item]!;
    const reach = errors && deviations95 * errors[item]!;
    const interval = reach === null ? null : ([strength - reach, strength + reach] as [number, number]);
    return { text: text.slice(0, CLIPPED), strength, interval, ...counts[item]! };
  });
  return {
    items: texts.length,
    comparisons: comparisons.length,
    groups,
    ranked: ranked.toSorted((a, b) => b.strength - a.strength).slice(0, MOST_RANKED),
  };
}
