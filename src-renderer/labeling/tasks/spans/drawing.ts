/** @file The text on the screen: pieces of it with the lines of their spans, and where a place of the text is drawn. */
import type { Breaks, Range } from './breaks.ts';
import type { Caret } from './caret.ts';
import type { Drawn, Piece } from './layers.ts';

/** Pixels from one line under the text to the next; a tag of 10 px stands between them. */
export const LAYER = 15;
const BAR = 3;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

export interface DrawnSpan extends Drawn {
  /** A color of CSS. */
  readonly color: string;
}

export interface Place {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** A piece as it is drawn: the tags of the spans that begin with it, then its text. */
interface DrawnPiece {
  readonly from: number;
  /** All that its elements show: equal ones are drawn alike. */
  readonly shows: string;
  readonly spans: readonly string[];
  readonly tags: readonly HTMLElement[];
  readonly element: HTMLElement;
}

/** The pieces of a text on the screen, with the lines of their spans under them. */
export class Drawing {
  readonly #root: HTMLElement;
  readonly #end = document.createElement('i');
  #pieces: readonly DrawnPiece[] = [];
  #text: string | undefined;
  /** What is emphasized: the spans' ids. */
  #shown: { readonly active?: string | undefined; readonly other?: string | undefined } = {};

  constructor(root: HTMLElement) {
    this.#root = root;
    root.replaceChildren(this.#end);
  }

  get #length(): number {
    return this.#text?.length ?? 0;
  }

  /** Draws anew what is not as it was; a long text is otherwise left alone. */
  draw(text: string, pieces: readonly Piece<DrawnSpan>[]): void {
    const before = text === this.#text ? this.#pieces : [];
    if (text !== this.#text) this.#root.replaceChildren(this.#end);
    this.#text = text;
    const shows = pieces.map(showsOf);
    const most = Math.min(before.length, pieces.length);
    let first = 0;
    while (first < most && before[first]!.shows === shows[first]) first++;
    let last = 0;
    while (last < most - first && before.at(-1 - last)!.shows === shows.at(-1 - last)) last++;
    const gone = before.slice(first, before.length - last);
    const kept = before.slice(before.length - last);
    const news = pieces
      .slice(first, pieces.length - last)
      .map((piece, i) => drawPiece(text, piece, shows[first + i]!));
    for (const { tags, element } of gone) for (const node of [...tags, element]) node.remove();
    const next = kept[0]?.tags[0] ?? kept[0]?.element ?? this.#end;
    next.before(...news.flatMap(({ tags, element }) => [...tags, element]));
    this.#pieces = [...before.slice(0, first), ...news, ...kept];
    for (const piece of news) mark(piece, this.#shown);
  }

  /** Marks the pieces of a span, and of another that it is related to. */
  emphasize(active: string | undefined, other: string | undefined): void {
    const before = Object.values(this.#shown);
    this.#shown = { active, other };
    const ids = [...before, active, other];
    for (const piece of this.#pieces)
      if (piece.spans.some((id) => ids.includes(id))) mark(piece, this.#shown);
  }

  /** The place of the text at a point of the document. */
  offsetOf(node: Node, offset: number): number | undefined {
    if (!this.#root.contains(node)) return undefined;
    if (node === this.#root) return this.#pieceOfChild(offset);
    const element = node instanceof Text ? node.parentElement : node;
    const piece = this.#pieces.find((each) => each.element === element);
    if (piece) return piece.from + (node instanceof Text ? offset : 0);
    const after = this.#pieces.find(
      (each) => element && element.compareDocumentPosition(each.element) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    return after?.from ?? this.#length;
  }

  #pieceOfChild(child: number): number {
    const from = [...this.#root.childNodes].slice(child);
    return this.#pieces.find(({ element }) => from.includes(element))?.from ?? this.#length;
  }

  /** The point of the document at a place of the text. */
  #pointOf(at: number): readonly [Node, number] {
    const piece = this.#pieces.findLast(({ from }) => from <= at) ?? this.#pieces[0];
    const node = piece?.element.firstChild;
    return node ? [node, Math.min(at - piece!.from, node.textContent!.length)] : [this.#root, 0];
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
    const anchor = this.offsetOf(anchorNode, anchorOffset!);
    const at = this.offsetOf(focusNode, focusOffset!);
    return anchor === undefined || at === undefined ? undefined : { anchor, at };
  }

  /** The place of the text that is drawn at a point of the window. */
  placeAt(x: number, y: number): number | undefined {
    const point = document.caretPositionFromPoint?.(x, y);
    return point ? this.offsetOf(point.offsetNode, point.offset) : undefined;
  }

  /** Where the caret before a character stands in the window. */
  caretAt(at: number, breaks: Breaks): Place | undefined {
    const rect = at < this.#length ? this.#rectOf({ start: at, end: breaks.next(at) }) : undefined;
    if (rect) {
      const rightToLeft = RIGHT_TO_LEFT.test(breaks.text[at]!);
      return { left: rightToLeft ? rect.right : rect.left, top: rect.top, bottom: rect.bottom };
    }
    const end = this.#end.getClientRects()[0];
    return end && { left: end.left, top: end.top, bottom: end.bottom };
  }

  /** At the end of a line a character has a second place, at the start of the next: that is where it is read. */
  #rectOf({ start, end }: Range): DOMRect | undefined {
    const range = document.createRange();
    const [node, offset] = this.#pointOf(start);
    range.setStart(node, offset);
    range.setEnd(node, Math.min(offset + (end - start), node.textContent!.length));
    return [...range.getClientRects()].at(-1);
  }
}

/** Draws the lines of a piece's spans under it, as backgrounds: they take no room in the text, whatever its direction. */
function underline(element: HTMLElement, { over }: Piece<DrawnSpan>): void {
  if (over.length === 0) return;
  const depth = (Math.max(...over.map(({ layer }) => layer)) + 1) * LAYER;
  const { style } = element;
  style.paddingBottom = `${depth}px`;
  style.backgroundImage = over.map(({ span }) => `linear-gradient(${span.color}, ${span.color})`).join();
  style.backgroundPosition = over
    .map(({ layer }) => `left 0 bottom ${depth - layer * LAYER - BAR - 1}px`)
    .join();
}

function tagOf({ span, layer }: Piece<DrawnSpan>['begins'][number]): HTMLElement {
  const tag = document.createElement('i');
  tag.dataset['tag'] = span.tag;
  tag.dataset['span'] = span.id;
  tag.style.setProperty('--down', `${layer * LAYER + BAR}px`);
  return tag;
}

const showsOf = ({ start, end, over, begins }: Piece<DrawnSpan>): string =>
  JSON.stringify([
    start,
    end,
    over.map(({ span: { id, color }, layer }) => [id, color, layer]),
    begins.map(({ span: { id, tag } }) => [id, tag]),
  ]);

function drawPiece(text: string, piece: Piece<DrawnSpan>, shows: string): DrawnPiece {
  const element = document.createElement('span');
  element.textContent = text.slice(piece.start, piece.end);
  underline(element, piece);
  const spans = piece.over.map(({ span }) => span.id);
  return { from: piece.start, shows, spans, tags: piece.begins.map(tagOf), element };
}

function mark(
  { spans, tags, element }: DrawnPiece,
  { active, other }: { readonly active?: string | undefined; readonly other?: string | undefined },
): void {
  element.classList.toggle('active', active !== undefined && spans.includes(active));
  element.classList.toggle('other', other !== undefined && spans.includes(other));
  for (const tag of tags) tag.classList.toggle('active', tag.dataset['span'] === active);
}
