/** @file The colors of compared runs, as the address keeps them: a digit for each run in their order. */

const COLORS = 8;

/** A color from 0 to 7 for each run: those that were chosen, otherwise by place. */
export function colorsOf(kept: string | undefined, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => {
    const chosen = Number(kept?.[at] ?? NaN);
    return Number.isInteger(chosen) && chosen < COLORS ? chosen : at % COLORS;
  });
}

/** The address's text after one run takes the next color. */
export function recolored(colors: readonly number[], at: number): string {
  return colors.map((color, place) => (place === at ? (color + 1) % COLORS : color)).join('');
}
