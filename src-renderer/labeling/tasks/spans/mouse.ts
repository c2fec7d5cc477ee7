/** @file The mouse in a text: what it drags over, clicks and double-clicks. */
import type { Breaks } from './breaks.ts';
import type { Editing } from './editing.svelte.ts';
import type { TextNodes } from './text-nodes.ts';

export interface MouseParts {
  readonly nodes: () => TextNodes | undefined;
  readonly editing: () => Editing;
  readonly breaks: () => Breaks;
  /** Called when the hand has let go. */
  readonly ondone: () => void;
}

export class Mouse {
  readonly #parts: MouseParts;
  #held = false;

  constructor(parts: MouseParts) {
    this.#parts = parts;
  }

  /** The button went down in the text: what is being selected is the hand's, whatever is drawn anew meanwhile. */
  get held(): boolean {
    return this.#held;
  }

  press = (event: PointerEvent): void => {
    this.#held = event.button === 0;
  };

  /** Also beside the text, where a drag may end. */
  release = (event: PointerEvent): void => {
    if (!this.#held || event.button !== 0) return;
    this.#held = false;
    const nodes = this.#parts.nodes();
    const editing = this.#parts.editing();
    const selected = nodes?.selection();
    const at = nodes?.placeAt(event.clientX, event.clientY);
    if (selected && selected.anchor !== selected.at) editing.select(selected, event.altKey);
    else if (at !== undefined) editing.click(at);
    this.#parts.ondone();
  };

  cancel = (): void => {
    this.#held = false;
  };

  /** A double click takes the word. */
  word = (event: MouseEvent): void => {
    const at = this.#parts.nodes()?.placeAt(event.clientX, event.clientY);
    if (at === undefined) return;
    const { start, end } = this.#parts.breaks().wordAt(at);
    this.#parts.editing().select({ anchor: start, at: end }, true);
  };
}
