/** @file Risks, money and machines. */
import * as z from 'zod';
import { CivilDate } from '../../platform/documents.ts';
import { Id } from '../../platform/procedure.ts';
import { Condition, Day, Hours, Ids, Money, Prose, Share, Short, Title } from './values.ts';

export const RISK_AREAS = ['data', 'technology', 'team', 'market', 'law', 'other'] as const;
export const RESPONSES = ['avoid', 'reduce', 'transfer', 'accept'] as const;
/** `watched`: it may come; its trigger opens it. */
export const RISK_STATES = ['watched', 'open', 'happened', 'closed'] as const;
const Grade = z.int().min(1).max(5);

export const Risk = z.object({
  title: Title,
  area: z.enum(RISK_AREAS),
  cause: Prose,
  event: Prose,
  effect: Prose,
  probability: Grade,
  impact: Grade,
  /** What the forecast takes: how likely, and how many working hours later the tasks are then. */
  chance: Share,
  delay: z.object({ optimistic: Hours, likely: Hours, pessimistic: Hours }),
  tasks: Ids,
  response: z.enum(RESPONSES),
  plan: Prose,
  owner: Id.nullable(),
  due: Day,
  state: z.enum(RISK_STATES),
  /** Opens the risk when it comes true. */
  trigger: Condition.nullable(),
});

export const BUDGET_KINDS = ['people', 'machines', 'data', 'software', 'marketing', 'other'] as const;

/** A line of the budget; of income where `income`. */
export const BudgetLine = z.object({
  title: Title,
  kind: z.enum(BUDGET_KINDS),
  income: z.boolean(),
  planned: Money,
  /** By month, e.g. `2026-11`; spread evenly over the project where it is empty. */
  months: z.record(z.string().regex(/^\d{4}-\d{2}$/), Money),
});

export const Expense = z.object({ line: Id, day: CivilDate, amount: Money, note: Short });

/** A machine that work is planned on. */
export const Machine = z.object({
  name: Title,
  gpus: z.int().min(0).max(10_000),
  hoursPerDay: z.number().min(0).max(24),
  /** Of an hour. */
  cost: Money,
});
