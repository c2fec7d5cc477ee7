/** @file Key chords as people write them: `Mod+K`, `g d`, `/`, `Escape`, `?`. `Mod` is Cmd on a Mac, Ctrl elsewhere. */

/** What a browser says instead of the character. */
const HIDDEN = ['Process', 'Dead', 'Unidentified'];

/** One press, e.g. `mod+k`. */
type Press = string;

export interface KeyPress {
  readonly key: string;
  /** The place of the key, e.g. `KeyU`, whatever it types. */
  readonly code: string;
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

/**
 * What a keyboard event can mean, the likeliest first: the character it types, and, where that is no Latin letter or
 * digit, the one that stands on that key of a Latin keyboard (Cyrillic, Greek, Hebrew, Korean; the digits of AZERTY and
 * Czech). A digit's key means its digit before the sign it types.
 */
export function pressesOf(event: KeyPress, mac: boolean): readonly Press[] {
  const typed = event.key.normalize('NFKC');
  const printed = printedOn(event.code);
  if (printed === undefined || /^[a-z0-9]$/i.test(typed) || isNamed(typed))
    return [asPress({ event, key: typed, mac })];
  const digit = /\d/.test(printed);
  // With Shift a digit's key types a sign everywhere, and on AZERTY the digit itself.
  if (digit && event.shiftKey) return [asPress({ event, key: typed, mac })];
  const keys = digit ? [printed, typed] : [typed, printed];
  return keys.map((key) => asPress({ event, key, mac }));
}

/** Whether the key belongs to an input method that composes a character; Safari tells by 229 alone. */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Keys with a name (`Enter`, a numpad's `Home`) are what they are; what an input method or an accent hides is not. */
function isNamed(key: string): boolean {
  return key.length > 1 && /^[A-Z][A-Za-z]+\d*$/.test(key) && !HIDDEN.includes(key);
}

/** The letter or digit on a key of a Latin keyboard, e.g. `u` for `KeyU`; undefined for any other key. */
function printedOn(code: string): string | undefined {
  return /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1]?.toLowerCase();
}

/** Shift counts for keys that have no other sign of it (`Shift+ArrowUp`, `Shift+U`, not `?`). */
function asPress({ event, key, mac }: { event: KeyPress; key: string; mac: boolean }): Press {
  const parts: string[] = [];
  if (mac ? event.metaKey : event.ctrlKey) parts.push('mod');
  if (mac ? event.ctrlKey : event.metaKey) parts.push('super');
  if (event.altKey) parts.push('alt');
  if (event.shiftKey && (/^(\p{L}|.{2,})$/u.test(key) || parts.length > 0)) parts.push('shift');
  return [...parts, key === ' ' ? 'space' : key.toLowerCase()].join('+');
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

/** The chord that was completed, or whether one was begun. */
export interface Followed {
  readonly done: string | null;
  readonly waiting: boolean;
}

/** Follows presses one by one and says which of the chords was completed; `g d` waits for `d` after `g`. */
export class ChordFollower {
  #pressed: readonly Press[] = [];
  #since = 0;

  /**
   * @param presses what the key can mean; the first that leads anywhere counts
   * @param chords the chords that count now
   * @param now milliseconds; a sequence left alone for more than 1,200 ms begins anew
   */
  press(presses: readonly Press[], chords: readonly string[], now: number): Followed {
    if (now - this.#since > 1200) this.#pressed = [];
    this.#since = now;
    const begun = this.#pressed;
    const goingOn = begun.length > 0 ? presses.map((press) => [...begun, press]) : [];
    for (const pressed of [...goingOn, ...presses.map((press) => [press])]) {
      const followed = this.#follow(pressed, chords);
      if (followed.done !== null || followed.waiting) return followed;
    }
    return { done: null, waiting: false };
  }

  #follow(pressed: readonly Press[], chords: readonly string[]): Followed {
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
