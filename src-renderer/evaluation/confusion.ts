/** @file What a confusion matrix shows: shares of rows and the cells that are mistakes. */
import type { Mistake } from '../../src-shared/contract.ts';

export interface Cell {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
  /** Of all that are `actual`; 0 when there are none. */
  readonly share: number;
  readonly right: boolean;
}

export interface Row {
  readonly label: string;
  readonly total: number;
  readonly cells: readonly Cell[];
}

/** The rows of a matrix `[actual][predicted]` with the share each cell has of its row. */
export function confusionRows(
  labels: readonly string[],
  confusion: readonly (readonly number[])[],
): readonly Row[] {
  return confusion.map((counts, i) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const cells = counts.map((count, j) => ({
      actual: labels[i]!,
      predicted: labels[j]!,
      count,
      share: total === 0 ? 0 : count / total,
      right: i === j,
    }));
    return { label: labels[i]!, total, cells };
  });
}

/** How many samples a matrix has off its diagonal. */
export function wrongCount(confusion: readonly (readonly number[])[]): number {
  return confusion.reduce(
    (sum, row, i) => sum + row.reduce((inner, count, j) => inner + (i === j ? 0 : count), 0),
    0,
  );
}

/** One cell of mistakes, as the address keeps it: two JSON strings, so that any label can stand in it. */
export interface Confused {
  readonly actual: string;
  readonly predicted: string;
}

export function cellText({ actual, predicted }: Confused): string {
  return JSON.stringify([actual, predicted]);
}

/** The cell an address names; undefined when it names none of this matrix. */
export function cellOf(text: string | undefined, labels: readonly string[]): Confused | undefined {
  if (text === undefined) return undefined;
  const cell = parse(text);
  if (!Array.isArray(cell) || cell.length !== 2) return undefined;
  const [actual, predicted] = cell.map(String) as [string, string];
  return labels.includes(actual) && labels.includes(predicted) ? { actual, predicted } : undefined;
}

export function mistakesIn(mistakes: readonly Mistake[], cell: Confused | undefined): readonly Mistake[] {
  if (!cell) return mistakes;
  return mistakes.filter(({ actual, predicted }) => actual === cell.actual && predicted === cell.predicted);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
