/** @file A gate while it is edited: what is typed, and the condition that it makes. */
import type { FactDescription } from '../../../src-shared/contract.ts';
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import type { Comparison, Condition } from '../../../src-shared/planning/kinds/values.ts';
import { isLowerBetter } from '../../../src-shared/evaluation/metrics.ts';
import { scaleOf, STATE_NAMES } from '../../../src-shared/planning/fact-words.ts';

export interface GateDraft {
  readonly fact: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly comparison: Comparison;
  /** As it is typed, in the unit that people read. */
  readonly value: string;
  readonly holds: string;
  readonly name: string;
}

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

export function draftOf(gate: PlanBody<'gate'> | undefined, unit: string): GateDraft {
  if (!gate) return { fact: '', parameters: {}, comparison: '>=', value: '', holds: '0', name: '' };
  const { fact, parameters, comparison, value, holds, name } = gate;
  const typed = typeof value === 'number' ? String(value / scaleOf(unit)) : value;
  return { fact, parameters, comparison, value: typed, holds: String(holds), name };
}

/** The draft once another fact is chosen: what both facts are of stays. */
export function withFact(draft: GateDraft, fact: FactDescription): GateDraft {
  const kept = Object.entries(draft.parameters).filter(([name]) => fact.parameters.includes(name));
  const parameters = {
    ...(fact.parameters.includes('split') && { split: 'test' }),
    ...Object.fromEntries(kept),
  };
  const value = fact.unit === 'state' ? 'finished' : STATE_NAMES.includes(draft.value) ? '' : draft.value;
  const comparison = usualComparison(fact, draft.parameters['metric']);
  return { ...draft, fact: fact.name, parameters, value, comparison };
}

/** A number as people type it; undefined where it is none. */
export function readNumber(text: string): number | undefined {
  const plain = text.trim().replace(',', '.');
  const value = plain === '' ? Number.NaN : Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** Undefined while something is missing. */
export function conditionOf(draft: GateDraft, facts: readonly FactDescription[]): Condition | undefined {
  const fact = facts.find(({ name }) => name === draft.fact);
  if (!fact) return undefined;
  const missing = fact.parameters.some((name) => !isOptional(name) && !draft.parameters[name]);
  if (missing) return undefined;
  const parameters = Object.fromEntries(
    Object.entries(draft.parameters).filter(
      ([name, value]) => fact.parameters.includes(name) && value !== '',
    ),
  );
  const { comparison } = draft;
  if (fact.unit === 'state') return { fact: fact.name, parameters, comparison, value: draft.value };
  const number = readNumber(draft.value);
  if (number === undefined) return undefined;
  return { fact: fact.name, parameters, comparison, value: number * scaleOf(fact.unit) };
}
