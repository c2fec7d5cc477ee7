/** @file Key chords as people write them: `Mod+K`, `g d`, `/`, `Escape`, `?`. `Mod` is Cmd on a Mac, Ctrl elsewhere. */

/** One press, e.g. `mod+k`. */
type Press = string;

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The presses of a chord in order: `g d` is two. */
export function parseChord(chord: string): readonly Press[] {
  return chord
    .trim()
    .split(/\s+/)
    .map((press) => normal(press.split(/(?<=.)\+/)));
}

/** A keyboard event as a press. Shift counts for keys that have no other sign of it (`Shift+ArrowUp`, `Shift+U`, not `?`). */
export function pressOf(event: KeyPress, mac: boolean): Press {
  const parts: string[] = [];
  if (mac ? event.metaKey : event.ctrlKey) parts.push('mod');
  if (mac ? event.ctrlKey : event.metaKey) parts.push('super');
  if (event.altKey) parts.push('alt');
  if (event.shiftKey && (/^(\p{L}|.{2,})$/u.test(event.key) || parts.length > 0)) parts.push('shift');
  return [...parts, event.key === ' ' ? 'space' : event.key.toLowerCase()].join('+');
}

/** How a chord stands on a button: `⌘K`, `Ctrl K`, `G D`. */
export function showChord(chord: string, mac: boolean): readonly string[] {
  const names: Readonly<Record<string, string>> = {
    mod: mac ? '⌘' : 'Ctrl',
    shift: mac ? '⇧' : 'Shift',
    alt: mac ? '⌥' : 'Alt',
    escape: 'Esc',
    enter: '↵',
    space: 'Space',
    arrowup: '↑',
    arrowdown: '↓',
    arrowleft: '←',
    arrowright: '→',
    backspace: 'Backspace',
    pageup: 'Page Up',
    pagedown: 'Page Down',
  };
  return parseChord(chord).map((press) =>
    press
      .split(/(?<=.)\+/)
      .map((part) => names[part] ?? (/^(.|f\d+)$/.test(part) ? part.toUpperCase() : part))
      .join(mac ? '' : ' '),
  );
}

/** Follows presses one by one and says which of the chords was completed; `g d` waits for `d` after `g`. */
export class ChordFollower {
  #pressed: Press[] = [];
  #since = 0;

  /**
   * @param chords the chords that count now
   * @param now milliseconds; a sequence left alone for more than 1,200 ms begins anew
   */
  press(press: Press, chords: readonly string[], now: number): { done: string | null; waiting: boolean } {
    if (now - this.#since > 1200) this.#pressed = [];
    this.#since = now;
    const begun = this.#pressed;
    const outcome = this.#follow([...begun, press], chords);
    const led = outcome.done !== null || outcome.waiting;
    return led || begun.length === 0 ? outcome : this.#follow([press], chords);
  }

  #follow(pressed: Press[], chords: readonly string[]): { done: string | null; waiting: boolean } {
    const begun = chords.filter((chord) => startsWith(parseChord(chord), pressed));
    const done = begun.find((chord) => parseChord(chord).length === pressed.length) ?? null;
    const waiting = done === null && begun.length > 0;
    this.#pressed = waiting ? pressed : [];
    return { done, waiting };
  }
}

function startsWith(chord: readonly Press[], pressed: readonly Press[]): boolean {
  return pressed.length <= chord.length && pressed.every((press, i) => press === chord[i]);
}

function normal(parts: readonly string[]): Press {
  const order = ['mod', 'super', 'alt', 'shift'];
  const lower = parts.map((part) => part.replace(/(?<=.)\+$/, '').toLowerCase());
  const modifiers = order.filter((modifier) => lower.slice(0, -1).includes(modifier));
  return [...modifiers, lower.at(-1)!].join('+');
}
