/** @file The color of a class by its place among the others. */

/** How many colors there are; past them they begin anew, and names tell classes apart. */
const COLORS = 8;

/** As a value of CSS. */
export function colorOf(label: string, labels: readonly string[]): string {
  return `var(--series-${(Math.max(0, labels.indexOf(label)) % COLORS) + 1})`;
}
