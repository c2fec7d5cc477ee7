/** @file Numbers of things in English. */

/** `1 sample`, `2,000 samples`. @param count as it is shown */
export function many(count: string | number, one: string, several = `${one}s`): string {
  return `${count} ${String(count) === '1' ? one : several}`;
}

/** What so many of something do: `is`, `are`; or other words for one and for several. */
export function verb(count: string | number, one = 'is', several = 'are'): string {
  return String(count) === '1' ? one : several;
}
