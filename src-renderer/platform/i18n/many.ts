/** @file Numbers of things in English. */

/** `1 sample`, `2,000 samples`. @param count as it is shown */
export function many(count: string | number, one: string): string {
  return `${count} ${String(count) === '1' ? one : `${one}s`}`;
}
