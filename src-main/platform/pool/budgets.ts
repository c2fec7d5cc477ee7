/** @file What each job and service may take of the machine. */
import {
  BUDGETS,
  TOGETHER_SHARE,
  defaultBudget,
  type Budget,
  type BudgetName,
} from '../../../src-shared/platform/budgets.ts';
import type { Work } from './define.ts';
import { availableBytes, machineBytes } from './machine.ts';

/** The budget of a kind of work now. */
export type BudgetOf = (name: BudgetName) => Budget;

/** The limits of one process. */
export interface Limits {
  /** The name of its budget, in English, for problems. */
  readonly work: string;
  readonly seconds: number | undefined;
  readonly memoryBytes: number;
  /** Less than its budget gives, for so little is free. */
  readonly scarce: boolean;
  /** Whether the kernel keeps the limit as well. */
  readonly hard: boolean;
  readonly stallSeconds: number;
}

/** With less than this no worker gets anywhere. */
const LEAST_ROOM = 512e6;
/** Of what is free now. */
const ROOM_SHARE = 0.9;

/** What a caller may set itself. */
export interface OwnLimits {
  readonly memoryBytes?: number | undefined;
  readonly deadlineSeconds?: number | undefined;
  readonly hard?: boolean;
}

/** The limits for work of this kind. */
export function limitsOf(work: Work, budgetOf: BudgetOf, own: OwnLimits): Limits {
  const { budget, foreign = false, stallSeconds = Infinity } = work;
  const { seconds, memoryBytes } = budgetOf(budget);
  const given = own.memoryBytes ?? memoryBytes ?? machineBytes() * TOGETHER_SHARE;
  const room = foreign ? Math.max(LEAST_ROOM, availableBytes() * ROOM_SHARE) : Infinity;
  return {
    work: BUDGETS[budget].en,
    seconds: own.deadlineSeconds ?? seconds ?? undefined,
    memoryBytes: Math.min(given, room),
    scarce: room < given,
    hard: own.hard ?? foreign,
    stallSeconds,
  };
}

/** What the table gives on this machine. */
export const usualBudget: BudgetOf = (name) => defaultBudget(name, machineBytes());
