/** @file What each job and service may take of the machine. */
import {
  BUDGETS,
  TOGETHER_SHARE,
  defaultBudget,
  type Budget,
  type BudgetName,
} from '../../../src-shared/platform/budgets.ts';
import type { JobName } from '../../jobs.ts';
import { availableBytes, machineBytes } from './machine.ts';
import type { ServiceName } from '../../services.ts';

/** The budget of a kind of work now. */
export type BudgetOf = (name: BudgetName) => Budget;

interface Work {
  readonly budget: BudgetName;
  /** Reads files that may come from anywhere: the kernel keeps its memory limit too, and what is free now bounds it. */
  readonly foreign?: true;
  /** Ended after so long without a row, in seconds: native code may hang while the worker's own thread goes on. */
  readonly stallSeconds?: number;
}

const WORK: Readonly<Record<JobName | ServiceName, Work>> = {
  preview: { budget: 'preview', foreign: true },
  import: { budget: 'import', foreign: true, stallSeconds: 180 },
  freeze: { budget: 'freeze' },
  train: { budget: 'train' },
  'profile-step': { budget: 'train' },
  'preview-augmentation': { budget: 'preview' },
  'probe-provider': { budget: 'setup' },
  'setup-cuda': { budget: 'setup' },
  evaluate: { budget: 'evaluate', foreign: true },
  'inspect-model': { budget: 'inspect', foreign: true },
  'draw-model': { budget: 'draw', foreign: true },
  inference: { budget: 'serve', foreign: true },
  generation: { budget: 'serve', foreign: true },
  doctor: { budget: 'doctor' },
};

function isKnown(name: string): name is keyof typeof WORK {
  return Object.hasOwn(WORK, name);
}

/** Work that no table names: a rehearsal's. */
const OTHER: Work = { budget: 'train' };

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

/** The limits for the job or service of this name. */
export function limitsOf(name: string, budgetOf: BudgetOf, own: OwnLimits): Limits {
  const { budget, foreign = false, stallSeconds = Infinity } = isKnown(name) ? WORK[name] : OTHER;
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
