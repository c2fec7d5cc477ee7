/** @file Rows that are no samples but sum up those above them: named as totals are, and equal to what they add up to. */

const SUMS =
  'total totals totale totaux totaal totalt grand total sub total subtotal sum sums summe summen gesamt gesamtsumme insgesamt zwischensumme ' +
  'somme suma sumo soma somma razem celkem итого всего сумма подытог 合计 总计 小计 共计 总和 合計 総計 小計 計 합계 총계 소계 المجموع';
const MEANS =
  'average averages avg mean means durchschnitt mittelwert mittel moyenne media promedio média gemiddelde średnia среднее средняя 平均 平均值 평균';
const WORDS: ReadonlySet<string> = new Set(`${SUMS} ${MEANS}`.split(' '));
const LONGEST = 24;
/** One row is no sum. */
const FEWEST_ROWS = 2;

interface Tally {
  sum: number;
  /** Since the last total. */
  part: number;
  count: number;
  partCount: number;
}

/** Adds up the numbers of rows, column by column, and knows a row that repeats what they add up to. */
export function createTotals(columns: number) {
  const tallies: Tally[] = Array.from({ length: columns }, () => ({
    sum: 0,
    part: 0,
    count: 0,
    partCount: 0,
  }));
  let rows = 0;

  return {
    /**
     * @param numbers those of the columns, null where there is none
     * @param cells all of the row as they are written
     * @param labeled it says what is to be predicted, as a total seldom does
     */
    isTotal(
      numbers: readonly (number | null)[],
      cells: readonly (string | null)[],
      labeled: boolean,
    ): boolean {
      if (rows < FEWEST_ROWS || !cells.some(isTotalWord)) return false;
      const first = cells.find((cell) => cell !== null && cell.trim() !== '') ?? null;
      if (!labeled && isTotalWord(first)) return true;
      const equal = numbers.some((value, i) => value !== null && value !== 0 && addsUp(value, tallies[i]!));
      if (equal) for (const tally of tallies) tally.part = tally.partCount = 0;
      return equal;
    },
    add(numbers: readonly (number | null)[]): void {
      rows++;
      for (const [i, value] of numbers.entries()) {
        if (value === null) continue;
        const tally = tallies[i]!;
        tally.sum += value;
        tally.part += value;
        tally.count++;
        tally.partCount++;
      }
    },
  };
}

/** `Total`, `Summe:`, `GRAND TOTAL`, `合计`. */
export function isTotalWord(cell: string | null): boolean {
  if (cell === null || cell.length > LONGEST) return false;
  const words = cell
    .toLowerCase()
    .split(/[\s:：._*-]+/)
    .filter((word) => word !== '');
  return words.length > 0 && words.every((word) => WORDS.has(word));
}

/** Sums and means are written with fewer digits than they have. */
function addsUp(value: number, { sum, part, count, partCount }: Tally): boolean {
  const near = (other: number, tolerance: number) => Math.abs(value - other) <= tolerance;
  const exact = 1e-9 * Math.max(1, Math.abs(value));
  const rounded = Math.max(exact, 0.5 * 10 ** -decimalsOf(value));
  return (
    near(sum, exact) ||
    (partCount > 1 && near(part, exact)) ||
    (count > 1 && near(sum / count, rounded)) ||
    (partCount > 1 && near(part / partCount, rounded))
  );
}

function decimalsOf(value: number): number {
  return /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
}
