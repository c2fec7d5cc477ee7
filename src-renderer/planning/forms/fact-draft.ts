/** @file A fact or a condition while it is edited: what is typed, and what it makes. */
import type { FactDescription } from '../../../src-shared/contract.ts';
import type { Comparison, Condition, FactReference } from '../../../src-shared/planning/kinds/values.ts';
import { isLowerBetter } from '../../../src-shared/evaluation/metrics.ts';
import { scaleOf, STATE_NAMES } from '../../../src-shared/planning/fact-words.ts';

export interface FactDraft {
  readonly fact: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly comparison: Comparison;
  /** As it is typed, in the unit that people read. */
  readonly value: string;
}

/** Without the last bits that a unit leaves: 0.29 of 1 is 29 percent. */
const exactly = (value: number): number => Number(value.toPrecision(12));

/** Parameters that may be left out. */
const OPTIONAL: ReadonlySet<string> = new Set(['version']);

/** Units of which less is better. */
const LESS: ReadonlySet<string> = new Set(['ms', 'bytes']);

export const isOptional = (parameter: string): boolean => OPTIONAL.has(parameter);

/** The comparison that a fact most often has. */
export function usualComparison({ name, unit }: FactDescription, metric: string | undefined): Comparison {
  if (unit === 'state') return '=';
  const less = LESS.has(unit) || name.endsWith('.errors') || (metric !== undefined && isLowerBetter(metric));
  return less ? '<=' : '>=';
}

export function draftOf(kept: (FactReference & Partial<Condition>) | undefined, unit: string): FactDraft {
  if (!kept) return { fact: '', parameters: {}, comparison: '>=', value: '' };
  const { fact, parameters, comparison = '>=', value = '' } = kept;
  const typed = typeof value === 'number' ? String(exactly(value / scaleOf(unit))) : value;
  return { fact, parameters, comparison, value: typed };
}

/** The draft once another fact is chosen: what both facts are of stays. */
export function withFact(draft: FactDraft, fact: FactDescription): FactDraft {
  const kept = Object.entries(draft.parameters).filter(([name]) => fact.parameters.includes(name));
  const parameters = {
    ...(fact.parameters.includes('split') && { split: 'test' }),
    ...Object.fromEntries(kept),
  };
  const value = usualValue(fact) ?? (STATE_NAMES.includes(draft.value) ? '' : draft.value);
  const comparison = usualComparison(fact, draft.parameters['metric']);
  return { ...draft, fact: fact.name, parameters, value, comparison };
}

/** The goal that a fact most often has; undefined where there is none. */
function usualValue({ unit }: FactDescription): string | undefined {
  if (unit === 'state') return 'finished';
  return unit === 'versions' ? '1' : undefined;
}

/** A number as people type it; undefined where it is none. */
export function readNumber(text: string): number | undefined {
  const plain = text.trim().replace(',', '.');
  const value = plain === '' ? Number.NaN : Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** The parameters of a fact that have to be chosen still. */
export const missingOf = (
  { parameters }: Pick<FactReference, 'parameters'>,
  fact: FactDescription,
): string[] => fact.parameters.filter((name) => !isOptional(name) && !parameters[name]);

/** Undefined while something is missing. */
export function referenceOf(draft: FactDraft, facts: readonly FactDescription[]): FactReference | undefined {
  const fact = facts.find(({ name }) => name === draft.fact);
  if (!fact || missingOf(draft, fact).length > 0) return undefined;
  const parameters = Object.fromEntries(
    Object.entries(draft.parameters).filter(
      ([name, value]) => fact.parameters.includes(name) && value !== '',
    ),
  );
  return { fact: fact.name, parameters };
}

/** Undefined while something is missing. */
export function conditionOf(draft: FactDraft, facts: readonly FactDescription[]): Condition | undefined {
  const reference = referenceOf(draft, facts);
  if (!reference) return undefined;
  const unit = facts.find(({ name }) => name === draft.fact)?.unit ?? '';
  const { comparison } = draft;
  if (unit === 'state') return { ...reference, comparison, value: draft.value };
  const number = readNumber(draft.value);
  return number === undefined
    ? undefined
    : { ...reference, comparison, value: exactly(number * scaleOf(unit)) };
}
