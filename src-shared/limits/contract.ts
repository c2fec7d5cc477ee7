/** @file Procedures of limits: what each kind of work may take of the machine. */
import * as z from 'zod';
import { BUDGETS, type BudgetName } from '../platform/budgets.ts';
import { EVERYONE, OWNERS, read, write } from '../platform/procedure.ts';

const isBudgetName = (name: string): name is BudgetName => Object.hasOwn(BUDGETS, name);
const Name = z.string().refine(isBudgetName, { error: 'there is no such limit' });

const Budget = z.object({
  /** Null: as long as it takes. */
  seconds: z.number().nullable(),
  /** Resident memory of a process, in bytes; null where another limit holds the process. */
  memoryBytes: z.number().nullable(),
});

export const Limit = Budget.extend({
  name: Name,
  /** What it is on this machine unless the owner says otherwise. */
  usual: Budget,
  /** The most memory that may be chosen. */
  mostBytes: z.number(),
  chosen: z.boolean(),
});
export type Limit = z.infer<typeof Limit>;

export const limits = {
  limits: {
    list: read(EVERYONE).output(z.array(Limit)),
    set: write(OWNERS)
      .input(Budget.extend({ name: Name }))
      .output(Limit),
    reset: write(OWNERS)
      .input(z.object({ name: Name }))
      .output(Limit),
  },
};
