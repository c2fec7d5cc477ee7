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

/** The tile a key leads to on a wall of so many columns; null when the key is not the wall's. */
export function wallMove(
  press: GridPress,
  { columns, ...place }: Place & { columns: number },
): number | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.shiftKey || place.count === 0) return null;
  const { cursor, count, page } = place;
  const last = count - 1;
  // Below the last row there is nothing: the cursor stays in its column.
  const below = cursor + columns <= last ? cursor + columns : cursor;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: cursor + 1,
    ArrowLeft: cursor - 1,
    ArrowDown: cursor < 0 ? 0 : below,
    ArrowUp: cursor - columns < 0 ? cursor : cursor - columns,
    PageDown: cursor + page,
    PageUp: cursor - page,
    Home: 0,
    End: last,
  };
  const to = steps[press.key];
  return to === undefined ? null : Math.max(0, Math.min(last, to));
}
