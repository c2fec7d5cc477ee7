/** @file Keys that a person chose, kept by the browser: `PAGE CHORD` to the chord in its place. */

export type Remaps = Readonly<Record<string, string>>;

const KEY = 'lathe.keys';

/** Kept text may be anything: only texts are taken. */
export function readRemaps(): Remaps {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter((each): each is [string, string] => typeof each[1] === 'string'),
    );
  } catch {
    return {};
  }
}

export function writeRemaps(remaps: Remaps): void {
  localStorage.setItem(KEY, JSON.stringify(remaps));
}
