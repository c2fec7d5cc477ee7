/** @file Counts the spans of a tagger. */
import type { TaggingReport } from '../../../src-shared/contract.ts';
import { SpanTally, type LabeledSpan } from '../../../src-shared/evaluation/spans.ts';
import type { TaggedBatch } from '../worker/batches.ts';
import { Foremost, type Tally } from './tally.ts';

/** Texts that a report tells of. */
const KEPT = 50;

type Missed = TaggingReport['missed'][number];

export class TaggingTally implements Tally<TaggedBatch, TaggingReport> {
  readonly #labels: readonly string[];
  readonly #spans: SpanTally;
  readonly #missed = new Foremost<Missed>(
    KEPT,
    (a, b) => b.wrong - a.wrong || (a.sample < b.sample ? -1 : 1),
  );
  #samples = 0;
  #exact = 0;
  #unknownLabels = 0;

  constructor(labels: readonly string[]) {
    this.#labels = labels;
    this.#spans = new SpanTally(labels);
  }

  add({ ids, texts, truths, predicted, unknownLabels }: TaggedBatch): void {
    this.#unknownLabels += unknownLabels;
    for (const [row, sample] of ids.entries()) {
      const [is, said] = [truths[row]!, predicted[row]!];
      this.#spans.add(is, said);
      const wrong = wrongSpans(is, said);
      this.#samples++;
      this.#exact += Number(wrong === 0);
      if (wrong > 0)
        this.#missed.add({ sample, text: texts[row]!, actual: plain(is), predicted: plain(said), wrong });
    }
  }

  result() {
    const { exact, overlap } = this.#spans.metrics();
    return {
      task: 'tag' as const,
      samples: this.#samples,
      labels: [...this.#labels],
      unknownLabels: this.#unknownLabels,
      exact: exact.micro,
      overlap: overlap.micro,
      macroF1: exact.macroF1,
      exactMatch: this.#exact / Math.max(1, this.#samples),
      classes: this.#labels.map((label, at) => ({
        label,
        ...exact.perLabel[at]!,
        overlapF1: overlap.perLabel[at]!.f1,
      })),
      missed: this.#missed.items(),
    };
  }
}

/** How many spans are on one side only. */
export function wrongSpans(a: readonly LabeledSpan[], b: readonly LabeledSpan[]): number {
  const [own, other] = [new Set(a.map(keyOf)), new Set(b.map(keyOf))];
  const shared = [...own].filter((key) => other.has(key)).length;
  return own.size + other.size - 2 * shared;
}

function keyOf({ start, end, label }: LabeledSpan): string {
  return `${start} ${end} ${label}`;
}

/** Without what else an answer says of a span. */
function plain(spans: readonly LabeledSpan[]): Missed['actual'] {
  return spans.map(({ start, end, label }) => ({ start, end, label }));
}
