/** @file Planned and spent, for reports and the Overview. */
import type { PlanDocument } from '../contract.ts';
import { ofKind } from '../read-plan.ts';

export interface Money {
  readonly planned: number;
  readonly spent: number;
}

/** Of the lines that cost; what comes in is not counted. */
export function moneyOf(documents: readonly PlanDocument[]): Money {
  const costs = ofKind(documents, 'budgetLine').filter(({ body }) => !body.income);
  const ids = new Set(costs.map(({ id }) => id));
  const spent = ofKind(documents, 'expense').filter(({ body }) => ids.has(body.line));
  return {
    planned: costs.reduce((sum, { body }) => sum + body.planned, 0),
    spent: spent.reduce((sum, { body }) => sum + body.amount, 0),
  };
}
