/** @file What a key does in a grid. */

export type Move =
  | { readonly kind: 'to'; readonly row: number; readonly extend: boolean }
  | { readonly kind: 'open' }
  | { readonly kind: 'toggle' };

export interface Place {
  /** The row under the cursor; -1 before any. */
  readonly cursor: number;
  readonly count: number;
  /** Rows in sight. */
  readonly page: number;
}

export interface GridPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The move a key asks for; null when the key is not the grid's. */
export function gridMove(press: GridPress, { cursor, count, page }: Place): Move | null {
  if (press.ctrlKey || press.metaKey || press.altKey || count === 0) return null;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: cursor + 1,
    ArrowUp: cursor - 1,
    PageDown: cursor + page,
    PageUp: cursor - page,
    Home: 0,
    End: count - 1,
  };
  const to = steps[press.key];
  if (to !== undefined)
    return { kind: 'to', row: Math.max(0, Math.min(count - 1, to)), extend: press.shiftKey };
  if (cursor < 0) return null;
  if (press.key === 'Enter') return { kind: 'open' };
  return press.key === ' ' ? { kind: 'toggle' } : null;
}
