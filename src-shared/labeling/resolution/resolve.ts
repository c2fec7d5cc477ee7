/** @file How the current answers of an item become its label, or no label. Pure: data that can be computed again. */
import type { TaskKind } from '../tasks/kinds.ts';
import type { AnswerValue } from '../tasks/values.ts';
import { keyOfSpan, mergeLabels, mergeRegions, mergeSpans } from './parts.ts';

type Values<Kind extends TaskKind> = readonly AnswerValue<Kind>[];
type Majorities = { readonly [Kind in TaskKind]: (answers: Values<Kind>) => AnswerValue<Kind> | null };
type Keys = { readonly [Kind in TaskKind]: (answer: AnswerValue<Kind>) => string };

/** Total: what most of those who answered say; null while they are even. */
const MAJORITIES: Majorities = {
  classification: mostFrequent(({ label }) => label),
  multilabel: mergeLabels,
  rating: medianRating,
  spans: mergeSpans,
  regions: mergeRegions,
  preference: mostFrequent(({ preferred }) => preferred),
  text: () => null,
};

/** Total: equal for two answers that say the same, whatever their parts are called and in whatever order they stand. */
const KEYS: Keys = {
  classification: ({ label }) => label,
  multilabel: ({ labels }) => JSON.stringify([...new Set(labels)].sort()),
  rating: ({ rating }) => String(rating),
  spans: keyOfSpans,
  regions: ({ regions }) => JSON.stringify(regions.map((region) => canonical({ ...region, id: '' })).sort()),
  preference: ({ preferred }) => preferred,
  text: ({ text }) => text.normalize('NFC').trim(),
};

/** What most say. At least one answer. */
export function majorityOf(kind: TaskKind, answers: readonly AnswerValue[]): AnswerValue | null {
  // The kind says what its answers are.
  return (MAJORITIES[kind] as (answers: readonly AnswerValue[]) => AnswerValue | null)(answers);
}

/** Equal for answers that say the same. */
export function keyOfAnswer(kind: TaskKind, answer: AnswerValue): string {
  return (KEYS[kind] as (answer: AnswerValue) => string)(answer);
}

/** What all say; null where they do not say the same. At least one answer. */
export function consensusOf(kind: TaskKind, answers: readonly AnswerValue[]): AnswerValue | null {
  const first = keyOfAnswer(kind, answers[0]!);
  return answers.every((answer) => keyOfAnswer(kind, answer) === first) ? answers[0]! : null;
}

function mostFrequent<Value>(keyOf: (answer: Value) => string) {
  return (answers: readonly Value[]): Value | null => {
    const votes = new Map<string, { answer: Value; count: number }>();
    for (const answer of answers) {
      const key = keyOf(answer);
      votes.set(key, { answer, count: (votes.get(key)?.count ?? 0) + 1 });
    }
    const [first, second] = [...votes.values()].sort((a, b) => b.count - a.count);
    return first && first.count !== second?.count ? first.answer : null;
  };
}

/** The rating in the middle; none where two different ones are. */
function medianRating(answers: Values<'rating'>): AnswerValue<'rating'> | null {
  const ratings = answers.map(({ rating }) => rating).sort((a, b) => a - b);
  const [lower, upper] = [ratings[(ratings.length - 1) >> 1]!, ratings[ratings.length >> 1]!];
  return lower === upper ? { rating: lower } : null;
}

function keyOfSpans({ spans, relations }: AnswerValue<'spans'>): string {
  const keys = new Map(spans.map((span) => [span.id, keyOfSpan(span)]));
  return JSON.stringify([
    spans.map((span) => `${keyOfSpan(span)} ${canonical(span.attributes)}`).sort(),
    relations.map(({ from, to, label }) => `${keys.get(from)} ${label} ${keys.get(to)}`).sort(),
  ]);
}

/** JSON with the names of each object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
