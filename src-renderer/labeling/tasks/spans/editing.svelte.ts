/** @file What a labeler is doing with the spans of a text: the caret, the span at hand, a relation that is being made. */
import type { LabelClass } from '../../../../src-shared/contract.ts';
import type { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { Relation, Span } from '../../../../src-shared/labeling/tasks/values.ts';
import { dismiss, isDismissed, recall } from '../dismissed.svelte.ts';
import type { Breaks, Range } from './breaks.ts';
import { AT_START, move, moveTo, rangeOf, type Caret, type Step } from './caret.ts';
import * as model from './model.ts';
import type { End, SpansAnswer, Stride } from './model.ts';

/** A span that a model suggests. */
export interface SuggestedSpan {
  readonly span: Span;
  /** From 0 to 1. */
  readonly confidence: number;
}

export interface EditingParts {
  /** The id of what is answered. */
  readonly item: string;
  /** What a model suggests for it. */
  readonly suggested?: () => readonly SuggestedSpan[];
  readonly breaks: () => Breaks;
  readonly answer: () => SpansAnswer;
  readonly schema: () => { readonly classes: readonly LabelClass[]; readonly options: SchemaOptions };
  /** One gesture, one call. */
  readonly onchange: (answer: SpansAnswer) => void;
}

/** Why something was not done. */
export type Refused =
  | { readonly why: 'overlap'; readonly other: Span }
  | { readonly why: 'nothingSelected' }
  | { readonly why: 'attribute'; readonly span: Span; readonly name: string }
  | { readonly why: 'nothingSaid' };

export class Editing {
  readonly #parts: EditingParts;
  caret = $state.raw<Caret>(AT_START);
  #active = $state<string>();
  /** The head of a relation that is being made; the span at hand is its tail. */
  #head = $state<string>();
  refused = $state.raw<Refused>();

  readonly #open = $derived.by(() => {
    const { item, suggested } = this.#parts;
    const there = model.namesOf(this.answer.spans);
    return (suggested?.() ?? []).filter(
      ({ span }) => !isDismissed(item, span.id) && !there.has(span.id) && !there.has(model.keyOfSpan(span)),
    );
  });
  readonly #all = $derived(model.inOrder([...this.answer.spans, ...this.#open.map(({ span }) => span)]));

  constructor(parts: EditingParts) {
    this.#parts = parts;
  }

  get answer(): SpansAnswer {
    return this.#parts.answer();
  }

  get spans(): readonly Span[] {
    return model.inOrder(this.answer.spans);
  }

  /** What a model suggests and nobody accepted, dismissed or marked alike. */
  get open(): readonly SuggestedSpan[] {
    return this.#open;
  }

  /** Spans of the answer, and those that are suggested, in reading order. */
  get all(): readonly Span[] {
    return this.#all;
  }

  /** The suggested span that is looked at. */
  get ghost(): SuggestedSpan | undefined {
    return this.open.find(({ span }) => span.id === this.#active);
  }

  /** The span at hand. */
  get active(): Span | undefined {
    return this.answer.spans.find(({ id }) => id === this.#active);
  }

  get head(): Span | undefined {
    return this.answer.spans.find(({ id }) => id === this.#head);
  }

  /** What a class would be given to: what is selected, of white space at the ends free. */
  get selected(): Range | undefined {
    const range = this.#breaks.trim(rangeOf(this.caret));
    return range.start < range.end ? range : undefined;
  }

  get #breaks(): Breaks {
    return this.#parts.breaks();
  }

  step(step: Step, extend: boolean): void {
    this.#moved(move(this.caret, step, { breaks: this.#breaks, extend }));
  }

  goTo(at: number, extend: boolean): void {
    this.#moved(moveTo(this.caret, this.#breaks.floor(at), extend));
  }

  /** Takes over what the mouse selected. @param exact leaves the ends within words */
  select(caret: Caret, exact: boolean): void {
    const { start, end } = exact ? this.#breaks.trim(rangeOf(caret)) : this.#breaks.snap(rangeOf(caret));
    this.#moved(caret.anchor <= caret.at ? { anchor: start, at: end } : { anchor: end, at: start });
  }

  /** A click: takes the shortest span there, with another click at the same place the next longer one. */
  click(at: number): void {
    const here = model.spansAt(this.all, at);
    const before = here.findIndex(({ id }) => id === this.#active);
    const next = here[(before + 1) % Math.max(1, here.length)];
    this.caret = { anchor: at, at };
    this.refused = undefined;
    this.#active = next?.id;
  }

  #moved(caret: Caret): void {
    this.caret = caret;
    this.refused = undefined;
    if (this.#head === undefined) this.#active = undefined;
  }

  /** Goes to the next span (1) or the one before (-1), around the ends; from a caret to the nearest in that direction. */
  cycle(by: 1 | -1): void {
    const spans = this.all;
    if (spans.length === 0) return;
    const now = spans.findIndex(({ id }) => id === this.#active);
    this.activate(
      spans[now === -1 ? this.#nearest(spans, by) : (now + by + spans.length) % spans.length]!.id,
    );
  }

  #nearest(spans: readonly Span[], by: 1 | -1): number {
    const { at } = this.caret;
    const found =
      by === 1 ? spans.findIndex(({ start }) => start >= at) : spans.findLastIndex(({ start }) => start < at);
    return found !== -1 ? found : by === 1 ? 0 : spans.length - 1;
  }

  activate(id: string): void {
    const span = this.all.find((each) => each.id === id);
    if (!span) return;
    this.refused = undefined;
    this.#active = id;
    this.caret = { anchor: span.start, at: span.start };
  }

  /** Lets go of a relation, then of the span, then of the selection. */
  release(): void {
    this.refused = undefined;
    if (this.#head !== undefined) this.#head = undefined;
    else if (this.#active !== undefined) this.#active = undefined;
    else this.caret = { anchor: this.caret.at, at: this.caret.at };
  }

  /** A class is given: to what is selected, else to the span at hand, else to the word at the caret. */
  give(label: string): void {
    const { selected, active, ghost } = this;
    if (selected) this.#mark(selected, label);
    else if (ghost) this.accept(label);
    else if (active) this.#change(model.relabel(this.answer, active.id, { label, options: this.#options }));
    else {
      const word = this.#breaks.trim(this.#breaks.wordAt(this.caret.at));
      if (word.start < word.end) this.#mark(word, label);
      else this.refused = { why: 'nothingSelected' };
    }
  }

  #mark(range: Range, label: string): void {
    const other = model.inTheWay(this.answer, range, this.#options.overlap);
    if (other) {
      this.refused = { why: 'overlap', other };
      return;
    }
    const { answer, id } = model.mark(this.answer, range, label);
    this.caret = { anchor: range.end, at: range.end };
    this.#active = id;
    this.#change(answer);
  }

  removeActive(): void {
    const { active, ghost } = this;
    if (ghost) {
      dismiss(this.#parts.item, [ghost.span.id]);
      this.#goOn(ghost.span);
    } else if (active) {
      // Of what was suggested: it does not come back as a suggestion.
      dismiss(this.#parts.item, [active.id]);
      this.#change(model.remove(this.answer, active.id));
    }
  }

  /** Takes the suggested span at hand into the answer, and goes to the next one. @param label a class in place of its own */
  accept(label?: string): void {
    const { ghost } = this;
    if (!ghost) return;
    const span = label === undefined ? ghost.span : { ...ghost.span, label };
    const other = model.inTheWay(this.answer, span, this.#options.overlap);
    if (other) {
      this.refused = { why: 'overlap', other };
      return;
    }
    this.#change({ ...this.answer, spans: [...this.answer.spans, span] });
    this.#goOn(span);
  }

  /** As one step, so that one undo takes them back; what is in the way of a span in the answer stays open. */
  acceptAll(): void {
    let { answer } = this;
    for (const { span } of this.open)
      if (!model.inTheWay(answer, span, this.#options.overlap))
        answer = { ...answer, spans: [...answer.spans, span] };
    this.#change(answer);
  }

  dismissAll(): void {
    dismiss(
      this.#parts.item,
      this.open.map(({ span }) => span.id),
    );
  }

  /** To the next suggested span, while there is one. */
  #goOn({ start }: Span): void {
    const left = model.inOrder(this.open.map(({ span }) => span));
    const next = left.find((span) => span.start >= start) ?? left[0];
    if (next) this.activate(next.id);
  }

  /** What an undo brought back may be suggested again when it goes. */
  recall(): void {
    recall(
      this.#parts.item,
      this.answer.spans.map(({ id }) => id),
    );
  }

  resize(side: End, by: Stride): void {
    const { active, answer } = this;
    if (!active) return;
    const after = model.resize(answer, active.id, { side, by, breaks: this.#breaks });
    const span = after.spans.find(({ id }) => id === active.id)!;
    const other = model.inTheWay(answer, span, this.#options.overlap);
    if (other) this.refused = { why: 'overlap', other };
    else this.#change(after);
  }

  setAttribute(id: string, name: string, value: string | number | boolean | undefined): void {
    this.#change(model.setAttribute(this.answer, id, { name, value }));
  }

  /** The span at hand becomes the head of a relation. */
  beginRelation(): void {
    if (this.active && this.#options.relations.length > 0) this.#head = this.active.id;
  }

  relate(label: string): void {
    const { head, active } = this;
    if (!head || !active || head.id === active.id) return;
    this.#head = undefined;
    this.#change(model.relate(this.answer, { from: head.id, to: active.id, label }));
  }

  unrelate(relation: Relation): void {
    this.#change(model.unrelate(this.answer, relation));
  }

  /** What keeps the answer from being saved, if anything does. @param said whether there is an answer at all */
  mayEnd(said: boolean): boolean {
    const missing = model.missingAttribute(this.answer, this.#options);
    if (missing) {
      this.activate(missing.span.id);
      this.refused = { why: 'attribute', ...missing };
    } else if (!said) this.refused = { why: 'nothingSaid' };
    return missing === undefined && said;
  }

  #change(answer: SpansAnswer): void {
    this.refused = undefined;
    if (answer !== this.answer) this.#parts.onchange(answer);
  }

  get #options(): SchemaOptions {
    return this.#parts.schema().options;
  }
}
