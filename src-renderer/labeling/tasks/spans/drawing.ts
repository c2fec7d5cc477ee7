/**
 * @file What lies over a text: the lines of its spans with their tags, and the relations between them. It takes no part in the lines
 * of the text, so that a span that grows moves nothing else, and only what is not as it was is drawn anew.
 */
import { arcsOf, LANE, lanesOf, type RelationLine, type Stretch } from './arcs.ts';
import type { Drawn } from './layers.ts';
import type { Box, TextNodes } from './text-nodes.ts';

/** Pixels from one line under the text to the next; a tag of 10 px stands between them. */
export const LAYER = 15;
const BAR = 3;
const SVG = 'http://www.w3.org/2000/svg';

export interface DrawnSpan extends Drawn {
  /** A color of CSS. */
  readonly color: string;
  /** A model suggests it: its line is dashed. */
  readonly suggested?: boolean;
}

export interface DrawnRelation {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly color: string;
}

export interface Sheet {
  readonly spans: readonly DrawnSpan[];
  /** The line under the text of each, by its id. */
  readonly layers: ReadonlyMap<string, number>;
  readonly relations: readonly DrawnRelation[];
  /** All that moves the text, as one value: where it changes, everything stands elsewhere. */
  readonly lines: string;
}

interface DrawnGroup {
  /** All that it shows. */
  readonly shows: string;
  readonly boxes: readonly Box[];
  readonly element: HTMLElement;
}

export class Drawing {
  readonly #text: TextNodes;
  readonly #over: HTMLElement;
  readonly #svg = document.createElementNS(SVG, 'svg');
  #groups: ReadonlyMap<string, DrawnGroup> = new Map();
  #arcs: readonly { readonly spans: readonly string[]; readonly element: Element }[] = [];
  #lines = '';
  #related = '';
  /** What is emphasized: the spans' ids. */
  #shown: { readonly active?: string | undefined; readonly other?: string | undefined } = {};

  /** @param over an element that covers the text */
  constructor(text: TextNodes, over: HTMLElement) {
    this.#text = text;
    this.#over = over;
    over.replaceChildren(this.#svg);
  }

  /** @returns how many lanes the relations need above each line of text */
  draw({ spans, layers, relations, lines }: Sheet): number {
    const all = lines !== this.#lines;
    this.#lines = lines;
    const origin = this.#over.getBoundingClientRect();
    const shows = spans.map((span) => showsOf(span, layers.get(span.id)!));
    // What is drawn is read before anything is written: otherwise each span would have the browser lay out all of them.
    const boxes = spans.map((span, i) => {
      const known = this.#groups.get(span.id);
      return !all && known?.shows === shows[i] ? known : this.#boxesOf(span, origin);
    });
    const groups = new Map<string, DrawnGroup>();
    for (const [i, span] of spans.entries()) {
      const made = boxes[i]!;
      const group = 'element' in made ? made : this.#group(span, { boxes: made, shows: shows[i]!, layers });
      groups.set(span.id, group);
    }
    for (const [id, { element }] of this.#groups) if (groups.get(id)?.element !== element) element.remove();
    this.#groups = groups;
    return this.#relate(relations, origin.width);
  }

  /** Marks a span, and another that it is related to. */
  emphasize(active: string | undefined, other: string | undefined): void {
    for (const id of Object.values(this.#shown)) if (id) this.#groups.get(id)?.element.classList.remove('active', 'other'); // prettier-ignore
    this.#shown = { active, other };
    if (active) this.#groups.get(active)?.element.classList.add('active');
    if (other) this.#groups.get(other)?.element.classList.add('other');
    for (const { spans, element } of this.#arcs)
      element.classList.toggle('active', active !== undefined && spans.includes(active));
  }

  #boxesOf(span: DrawnSpan, origin: DOMRect): readonly Box[] {
    return this.#text.boxesOf(span).map(({ left, right, top, bottom }) => ({
      left: left - origin.left,
      right: right - origin.left,
      top: top - origin.top,
      bottom: bottom - origin.top,
    }));
  }

  #group(
    span: DrawnSpan,
    { boxes, shows, layers }: Pick<DrawnGroup, 'boxes' | 'shows'> & Pick<Sheet, 'layers'>,
  ): DrawnGroup {
    const element = document.createElement('div');
    const down = layers.get(span.id)! * LAYER;
    element.append(...boxes.map((box) => barOf(box, span, down)));
    const first = boxes[0];
    if (first) element.append(tagOf(first, span, { down, rightToLeft: this.#text.isRightToLeft }));
    this.#over.append(element);
    return { shows, boxes, element };
  }

  #relate(relations: readonly DrawnRelation[], width: number): number {
    const lines = relations.flatMap(({ from, to, label }, i): RelationLine[] => {
      const [a, b] = [this.#groups.get(from)?.boxes[0], this.#groups.get(to)?.boxes[0]];
      return a && b ? [{ id: String(i), label, from: a, to: b }] : [];
    });
    const edges = this.#text.isRightToLeft ? { first: width, last: 0 } : { first: 0, last: width };
    const arcs = arcsOf(lines, edges);
    const related = JSON.stringify([arcs, relations]);
    if (related !== this.#related) {
      this.#related = related;
      this.#arcs = arcs.map((arc) => {
        const { from, to, color } = relations[Number(arc.id)]!;
        return { spans: [from, to], element: arcElement(arc, color) };
      });
      this.#svg.replaceChildren(...this.#arcs.map(({ element }) => element));
    }
    return lanesOf(arcs);
  }
}

const showsOf = ({ start, end, color, tag, suggested }: DrawnSpan, layer: number): string =>
  `${start} ${end} ${layer} ${color} ${suggested ? '?' : ''} ${tag}`;

/** The line of a span, in dashes where it is suggested. */
const lineOf = ({ color, suggested }: DrawnSpan): string =>
  suggested ? `repeating-linear-gradient(90deg, ${color} 0 5px, transparent 5px 9px)` : color;

function barOf({ left, right, top, bottom }: Box, span: DrawnSpan, down: number): HTMLElement {
  const bar = document.createElement('b');
  Object.assign(bar.style, {
    left: `${left}px`,
    top: `${bottom + down + 1}px`,
    width: `${right - left}px`,
    background: lineOf(span),
  });
  bar.style.setProperty('--up', `${bottom - top + down + 1}px`);
  return bar;
}

function tagOf(
  { left, right, bottom }: Box,
  { tag: words, suggested }: DrawnSpan,
  { down, rightToLeft }: { readonly down: number; readonly rightToLeft: boolean },
): HTMLElement {
  const tag = document.createElement('i');
  tag.textContent = words;
  if (suggested) tag.classList.add('suggested');
  Object.assign(tag.style, { left: `${rightToLeft ? right : left}px`, top: `${bottom + down + BAR + 1}px` });
  if (rightToLeft) tag.style.transform = 'translateX(-100%)';
  return tag;
}

function arcElement({ top, left, right, head, tail, lane, label }: Stretch, color: string): Element {
  const y = top - 6 - lane * LANE;
  const down = (x: number | undefined): string => (x === undefined ? '' : `M${x},${y} V${top - 1} `);
  const arrow = tail === undefined ? '' : `M${tail - 3},${top - 5} L${tail},${top} L${tail + 3},${top - 5}`;
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', `M${left},${y} H${right} ${down(head)}${down(tail)}${arrow}`);
  path.style.stroke = color;
  const words = document.createElementNS(SVG, 'text');
  words.setAttribute('x', String((left + right) / 2));
  words.setAttribute('y', String(y + 3));
  words.textContent = label;
  const group = document.createElementNS(SVG, 'g');
  group.append(path, words);
  return group;
}
