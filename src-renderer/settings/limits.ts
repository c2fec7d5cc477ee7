/** @file Limits as people read and write them. */
export const BYTES_A_GB = 1e9;

/** Bytes in GB with one decimal, e.g. `1.5`. */
export function inGigabytes(bytes: number): string {
  return String(Math.round(bytes / 1e8) / 10);
}

/** What was written in a field; null where it is empty. What is no number stays none and is refused. */
export function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text.trim().replace(',', '.'));
}
