/** @file Metrics of spans, as counts that grow text by text: exact ones and those that overlap. Pure. */
import { scoresOf, type LabelScores } from './multilabel.ts';

/** From `start` up to, but not including, `end`, in any unit that both sides share. */
export interface LabeledSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

export interface SpanScores {
  /** Of all labels together. */
  readonly micro: LabelScores;
  /** The mean of the F1 of the labels that occur or were predicted. */
  readonly macroF1: number;
  readonly perLabel: readonly LabelScores[];
}

export interface SpanMetrics {
  /** A predicted span is right when one of its label has the same start and end (CoNLL 2003). */
  readonly exact: SpanScores;
  /** A predicted span is right, and a true one found, when one of its label on the other side shares a character. */
  readonly overlap: SpanScores;
}

interface Counts {
  support: number;
  predicted: number;
  /** Predicted spans that are also true, and spans that share a character with one of the other side. */
  exact: number;
  right: number;
  found: number;
}

/** Counts the spans of texts by label. */
export class SpanTally {
  readonly #labels: readonly string[];
  readonly #counts = new Map<string, Counts>();

  constructor(labels: readonly string[]) {
    this.#labels = labels;
    for (const label of labels)
      this.#counts.set(label, { support: 0, predicted: 0, exact: 0, right: 0, found: 0 });
  }

  /** Adds a text. Equal spans on one side count once; spans of unknown labels do not count. */
  add(truth: readonly LabeledSpan[], predicted: readonly LabeledSpan[]): void {
    const [own, other] = [distinct(truth), distinct(predicted)];
    for (const span of own.values()) {
      const counts = this.#counts.get(span.label);
      if (!counts) continue;
      counts.support++;
      if (other.has(keyOf(span))) counts.exact++;
      if (touchesAny(span, other)) counts.found++;
    }
    for (const span of other.values()) {
      const counts = this.#counts.get(span.label);
      if (!counts) continue;
      counts.predicted++;
      if (touchesAny(span, own)) counts.right++;
    }
  }

  metrics(): SpanMetrics {
    const all = this.#labels.map((label) => this.#counts.get(label)!);
    return {
      exact: summary(all, ({ exact }) => [exact, exact]),
      overlap: summary(all, ({ right, found }) => [right, found]),
    };
  }
}

type Hits = (counts: Counts) => readonly [right: number, found: number];

function summary(all: readonly Counts[], hits: Hits): SpanScores {
  const perLabel = all.map((counts) => scored(counts, hits(counts)));
  const total = (part: (counts: Counts) => number) => all.reduce((sum, counts) => sum + part(counts), 0);
  const seen = perLabel.filter(({ support, predicted }) => support + predicted > 0);
  return {
    micro: scored({ support: total((one) => one.support), predicted: total((one) => one.predicted) }, [
      total((one) => hits(one)[0]),
      total((one) => hits(one)[1]),
    ]),
    macroF1: seen.length === 0 ? 0 : seen.reduce((sum, { f1 }) => sum + f1, 0) / seen.length,
    perLabel,
  };
}

/** Precision counts predicted spans, recall true ones; F1 is their harmonic mean. */
function scored(
  { support, predicted }: Pick<Counts, 'support' | 'predicted'>,
  [right, found]: readonly [number, number],
): LabelScores {
  if (right === found) return scoresOf(right, support, predicted);
  const precision = predicted === 0 ? 0 : right / predicted;
  const recall = support === 0 ? 0 : found / support;
  const sum = precision + recall;
  return { precision, recall, f1: sum === 0 ? 0 : (2 * precision * recall) / sum, support, predicted };
}

function keyOf({ start, end, label }: LabeledSpan): string {
  return `${start} ${end} ${label}`;
}

function distinct(spans: readonly LabeledSpan[]): ReadonlyMap<string, LabeledSpan> {
  return new Map(spans.map((span) => [keyOf(span), span]));
}

function touchesAny({ start, end, label }: LabeledSpan, others: ReadonlyMap<string, LabeledSpan>): boolean {
  for (const other of others.values())
    if (other.label === label && other.start < end && start < other.end) return true;
  return false;
}
