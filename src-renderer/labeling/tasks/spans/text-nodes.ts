/** @file A text on the screen in a few nodes that nothing else stands between, and where a place of it is drawn. */
import type { Breaks, Range } from './breaks.ts';
import type { Caret } from './caret.ts';

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
/** Characters of a node: a browser looks through all lines of the node that it is asked of. */
const NODE_LENGTH = 600;

/** In pixels, of the window or of what they are drawn on. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export type Place = Omit<Box, 'right'>;

/** The text cut after blanks and ends of sentences, where no letters are joined; the parts are the whole text. */
export function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length;) {
    const rest = text.slice(start + NODE_LENGTH, start + 2 * NODE_LENGTH);
    const cut = /[\n 。！？]/u.exec(rest);
    const end = cut ? start + NODE_LENGTH + cut.index + 1 : Math.min(text.length, start + 2 * NODE_LENGTH);
    // A node never begins with the second half of a character.
    const half = /^[\udc00-\udfff]$/.test(text[end] ?? '');
    parts.push(text.slice(start, half ? end - 1 : end));
    start = half ? end - 1 : end;
  }
  return parts;
}

export class TextNodes {
  readonly #root: HTMLElement;
  readonly #end = document.createElement('i');
  #nodes: readonly { readonly node: Text; readonly from: number }[] = [];
  #text: string | undefined;

  constructor(root: HTMLElement) {
    this.#root = root;
    root.replaceChildren(this.#end);
  }

  get #length(): number {
    return this.#text?.length ?? 0;
  }

  get isRightToLeft(): boolean {
    return getComputedStyle(this.#root).direction === 'rtl';
  }

  /** @returns whether another text stands here now */
  write(text: string): boolean {
    if (text === this.#text) return false;
    this.#text = text;
    let from = 0;
    this.#nodes = partsOf(text).map((part) => {
      const placed = { node: document.createTextNode(part), from };
      from += part.length;
      return placed;
    });
    this.#root.replaceChildren(...this.#nodes.map(({ node }) => node), this.#end);
    return true;
  }

  /** The place of the text at a point of the document. */
  #offsetOf(node: Node, offset: number): number | undefined {
    if (!this.#root.contains(node)) return undefined;
    if (node === this.#root) return this.#nodes[offset]?.from ?? this.#length;
    const found = this.#nodes.find((each) => each.node === node);
    return found ? found.from + offset : this.#length;
  }

  /** The point of the document at a place of the text. */
  #pointOf(at: number): readonly [Node, number] {
    const found = this.#nodes.findLast(({ from }) => from <= at) ?? this.#nodes[0];
    return found ? [found.node, Math.min(at - found.from, found.node.length)] : [this.#root, 0];
  }

  /** Shows a selection as the browser shows any. */
  select({ anchor, at }: Caret): void {
    const selection = getSelection();
    if (anchor === at) {
      // A caret alone is drawn here; what was selected elsewhere stays.
      if (selection?.anchorNode && this.#root.contains(selection.anchorNode)) selection.removeAllRanges();
      return;
    }
    selection?.setBaseAndExtent(...this.#pointOf(anchor), ...this.#pointOf(at));
  }

  /** What is selected in the text; undefined where nothing of it is. */
  selection(): Caret | undefined {
    const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection() ?? {};
    if (!anchorNode || !focusNode) return undefined;
    const anchor = this.#offsetOf(anchorNode, anchorOffset!);
    const at = this.#offsetOf(focusNode, focusOffset!);
    return anchor === undefined || at === undefined ? undefined : { anchor, at };
  }

  /** The place of the text that is drawn at a point of the window. */
  placeAt(x: number, y: number): number | undefined {
    const point = document.caretPositionFromPoint?.(x, y);
    return point ? this.#offsetOf(point.offsetNode, point.offset) : undefined;
  }

  /** Where the caret before a character stands in the window. */
  caretAt(at: number, breaks: Breaks): Place | undefined {
    // At the end of a line a character has a second place, at the start of the next: that is where it is read.
    const rect = at < this.#length ? [...this.#rects({ start: at, end: breaks.next(at) })].at(-1) : undefined;
    if (rect) {
      const rightToLeft = RIGHT_TO_LEFT.test(breaks.text[at]!);
      return { left: rightToLeft ? rect.right : rect.left, top: rect.top, bottom: rect.bottom };
    }
    const end = this.#end.getClientRects()[0];
    return end && { left: end.left, top: end.top, bottom: end.bottom };
  }

  /** Where a range is drawn in the window: a box a line, or more where its letters read both ways. */
  boxesOf(range: Range): readonly Box[] {
    return joined([...this.#rects(range)]);
  }

  #rects({ start, end }: Range): DOMRectList {
    const range = document.createRange();
    range.setStart(...this.#pointOf(start));
    range.setEnd(...this.#pointOf(end));
    return range.getClientRects();
  }
}

/** Boxes that touch on one line are one. Pure. */
export function joined(boxes: readonly Box[]): readonly Box[] {
  const wide = boxes.filter(({ left, right }) => right > left);
  const found: Box[] = [];
  for (const { left, right, top, bottom } of wide.length > 0 ? wide : boxes.slice(0, 1)) {
    const at = found.findIndex(
      (box) => Math.abs(box.top - top) < 2 && left <= box.right + 1 && right >= box.left - 1,
    );
    const box = found[at];
    if (!box) found.push({ left, right, top, bottom });
    else found[at] = { ...box, left: Math.min(box.left, left), right: Math.max(box.right, right) };
  }
  return found;
}
