/** @file A rule as it is filled in. */
import type { AlertCondition } from '../../../src-shared/contract.ts';
import type { AlertKind, EndedState } from '../../../src-shared/tracking/alerts/values.ts';

export interface RuleDraft {
  readonly kind: AlertKind;
  readonly metric: string;
  /** As typed. */
  readonly factor: string;
  readonly side: 'above' | 'below';
  readonly limit: string;
  readonly unit: 'steps' | 'minutes';
  readonly amount: string;
  readonly states: readonly EndedState[];
}

export const NEW_RULE: RuleDraft = {
  kind: 'notFinite',
  metric: '',
  factor: '3',
  side: 'above',
  limit: '',
  unit: 'steps',
  amount: '',
  states: ['failed', 'crashed'],
};

/** @returns undefined for what is no number */
function numberIn(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? value : undefined;
}

/** The condition of a rule; undefined while something is missing or will not do. */
export function conditionOf(draft: RuleDraft): AlertCondition | undefined {
  const { kind, side, unit, states } = draft;
  const metric = draft.metric.trim();
  if (kind === 'notFinite') return { kind, metric: metric || null };
  if (kind === 'ended') return states.length > 0 ? { kind, states: [...states] } : undefined;
  if (metric === '') return undefined;
  if (kind === 'divergence') {
    const factor = numberIn(draft.factor);
    return factor !== undefined && factor > 1 ? { kind, metric, factor } : undefined;
  }
  if (kind === 'threshold') {
    const limit = numberIn(draft.limit);
    return limit === undefined ? undefined : { kind, metric, side, limit };
  }
  const amount = numberIn(draft.amount);
  if (amount === undefined || amount <= 0) return undefined;
  if (unit === 'minutes') return { kind, metric, steps: null, minutes: amount };
  return Number.isInteger(amount) ? { kind, metric, steps: amount, minutes: null } : undefined;
}
