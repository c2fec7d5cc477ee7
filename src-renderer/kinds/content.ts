/** @file What a sample shows: where its image lies, the cells of its row. */
import type { Sample } from '../../src-shared/contract.ts';

/** The address of a sample's image; small for lists. */
export function imageHref(dataset: string, sample: string, size: 'small' | 'whole'): string {
  const address = `/files/samples/${encodeURIComponent(dataset)}/${encodeURIComponent(sample)}`;
  return size === 'small' ? `${address}?small` : address;
}

export interface ShownCell {
  readonly name: string;
  /** Null where it is missing. */
  readonly value: string | number | null;
}

const parsed = new WeakMap<Pick<Sample, 'text'>, readonly ShownCell[]>();

/** The feature cells of a table's row, parsed once; none when the text is no row. */
export function cellsOf(sample: Pick<Sample, 'text'>): readonly ShownCell[] {
  const cells = parsed.get(sample) ?? parse(sample.text);
  parsed.set(sample, cells);
  return cells;
}

function parse(text: string): readonly ShownCell[] {
  try {
    const row: unknown = JSON.parse(text);
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return [];
    return Object.entries(row).map(([name, value]) => ({ name, value: shownValue(value) }));
  } catch {
    return [];
  }
}

function shownValue(value: unknown): string | number | null {
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}
