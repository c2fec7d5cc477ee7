/** @file The keyboard registry: pages say which keys they know, `?` shows them, one listener follows them. */
import { untrack } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { ChordFollower, isComposing, parseChord, pressesOf, showChord } from './chords.ts';
import { readRemaps, writeRemaps, type Remaps } from './remaps.ts';

export interface KeyBinding {
  /** E.g. `Mod+K`, `g d`, `/`, `Escape`; several ways are several entries. */
  readonly keys: string | readonly string[];
  /** What it does, in the reader's language. */
  readonly says: string;
  /** Where `?` lists it; keys of the page stand first. */
  readonly group?: 'page' | 'everywhere';
  /** Works while someone types in a field, too. */
  readonly whileTyping?: boolean;
  /** Missing when what has the focus follows the key itself, and `?` only lists it. */
  readonly run?: (event: KeyboardEvent) => void;
}

export class Keys {
  readonly mac = /Mac|iPhone|iPad/.test(navigator.platform);
  /** The name of the page: keys are chosen for one page. */
  readonly #page: () => string;
  /** Chords that the person chose in place of those the pages bring. */
  #remaps = $state.raw<Remaps>(readRemaps());
  #sets = new SvelteSet<readonly KeyBinding[]>();
  /** Those of an open dialog: they count in place of the page's. */
  readonly #dialogSets = new SvelteSet<readonly KeyBinding[]>();
  #follower = new ChordFollower();
  /** Dialogs that are open; the page's keys rest meanwhile. No state: an effect that counts must not wait on the count. */
  #dialogs = 0;

  /** The key an input method took last, until it is let go. */
  #composed: string | undefined;

  constructor(page: () => string) {
    this.#page = page;
    addEventListener('keydown', (event) => this.#press(event));
    addEventListener('keyup', () => (this.#composed = undefined));
  }

  /** The keys that count now, the latest registered first. */
  get bindings(): readonly KeyBinding[] {
    return [...this.#sets].reverse().flat();
  }

  /** Adds bindings of the page, or of a dialog over it; call the result to take them away. */
  add(bindings: readonly KeyBinding[], { inDialog = false } = {}): () => void {
    const sets = inDialog ? this.#dialogSets : this.#sets;
    sets.add(bindings);
    return () => sets.delete(bindings);
  }

  /** Says that a dialog is open until the result is called. */
  rest(): () => void {
    // Counting reads the count; an effect that opens a dialog must not run again because of it.
    const add = (change: number) => untrack(() => (this.#dialogs += change));
    add(1);
    return () => add(-1);
  }

  /** How a chord stands on a button: as it was chosen, where it was. */
  show(chord: string): string {
    return showChord(this.#chosen(chord), this.mac).join(' ');
  }

  /** The chords of a binding, as they were chosen for this page. */
  chordsOf({ keys, group }: KeyBinding): readonly string[] {
    return [keys].flat().map((chord) => (group === 'everywhere' ? chord : this.#chosen(chord)));
  }

  /** Whether a binding of this page has another key than it came with. */
  isRemapped({ keys }: KeyBinding): boolean {
    return [keys].flat().some((chord) => this.#chosen(chord) !== chord);
  }

  /**
   * Gives a binding of this page another key in place of its first, or with undefined its own again.
   *
   * @returns the binding that has that key already, and nothing changes; undefined when it was done
   */
  remap(binding: KeyBinding, chord: string | undefined): KeyBinding | undefined {
    const [first] = [binding.keys].flat();
    if (first === undefined) return undefined;
    const same = (other: string): boolean =>
      parseChord(other).join(' ') === parseChord(chord ?? first).join(' ');
    const taken = this.bindings.find((other) => other !== binding && this.chordsOf(other).some(same));
    if (taken) return taken;
    const { [this.#place(first)]: _before, ...others } = this.#remaps;
    this.#remaps = chord === undefined || same(first) ? others : { ...others, [this.#place(first)]: chord };
    writeRemaps(this.#remaps);
    return undefined;
  }

  #place(chord: string): string {
    return `${this.#page()} ${chord}`;
  }

  #chosen(chord: string): string {
    return this.#remaps[this.#place(chord)] ?? chord;
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || this.#isSecond(event)) return;
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key) || presses(event)) return;
    const typing = isTyping(event.target);
    // In a field the key is the input method's; on the page nothing composes, whatever method is on.
    if (typing && isComposing(event)) return;
    const known = this.#dialogs > 0 ? [...this.#dialogSets].flat() : this.bindings;
    const live = known.filter(({ run, whileTyping }) => run && (!typing || whileTyping));
    const chords = live.flatMap((binding) => this.chordsOf(binding));
    const { done, waiting } = this.#follower.press(pressesOf(event, this.mac), chords, event.timeStamp);
    if (waiting) event.preventDefault();
    if (done === null) return;
    event.preventDefault();
    live.find((binding) => this.chordsOf(binding).includes(done))?.run?.(event);
  }

  /** Some input methods tell of one press twice: first as theirs (229), then as the key itself. */
  #isSecond(event: KeyboardEvent): boolean {
    const second = this.#composed === event.code && !isComposing(event) && !event.repeat;
    this.#composed = isComposing(event) ? event.code : undefined;
    return second;
  }
}

/** Whether this press is a click of what has the focus: a button or a link that was reached with Tab. */
function presses({ key, target, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || ctrlKey || metaKey) return false;
  return (
    (key === 'Enter' && target.matches('a[href], button, summary')) ||
    (key === ' ' && target.matches('button'))
  );
}

/** Whether keys are text here. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  );
}
