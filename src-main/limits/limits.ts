/** @file Limits: the seconds and the memory that each kind of work may take, as the table says or the owner chose. */
import {
  BUDGET_NAMES,
  LEAST_BYTES,
  MOST_SECONDS,
  MOST_SHARE,
  defaultBudget,
  type Budget,
  type BudgetName,
} from '../../src-shared/platform/budgets.ts';
import type { Limit, Person } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import type { Store } from '../platform/store/index.ts';
import { machineBytes } from '../platform/pool/index.ts';
import { prepareQueries } from './queries.ts';

export interface LimitsParts {
  readonly store: Store;
  readonly emit: Emit;
  /** Memory that can be counted with; this machine's or container's unless given. */
  readonly machine?: number;
}

/** The methods of the room. */
export type Limits = ReturnType<typeof openLimits>;

export function openLimits({ store, emit, machine = machineBytes() }: LimitsParts) {
  const queries = prepareQueries(store.db);

  /** What work may take now. A workspace that came from a larger machine leaves this one usable too. */
  function budget(name: BudgetName): Budget {
    const usual = defaultBudget(name, machine);
    const { seconds, memoryBytes } = queries.chosen.get(name) ?? usual;
    if (usual.memoryBytes === null) return { seconds, memoryBytes: null };
    return { seconds, memoryBytes: Math.min(memoryBytes ?? usual.memoryBytes, machine * MOST_SHARE) };
  }

  function view(name: BudgetName): Limit {
    return {
      name,
      ...budget(name),
      usual: defaultBudget(name, machine),
      mostBytes: Math.floor(machine * MOST_SHARE),
      chosen: queries.chosen.get(name) !== undefined,
    };
  }

  /** @throws AppError `house.badInput` for seconds or memory that no work could be done with, or that harm the machine */
  function check(name: BudgetName, { seconds, memoryBytes }: Budget): void {
    if (seconds !== null && !(seconds >= 1 && seconds <= MOST_SECONDS))
      throw new AppError('limits.seconds', { most: MOST_SECONDS });
    const held = defaultBudget(name, machine).memoryBytes !== null;
    if (!held && memoryBytes !== null) throw new AppError('limits.noMemory');
    if (!held) return;
    const most = machine * MOST_SHARE;
    if (memoryBytes === null || memoryBytes < LEAST_BYTES || memoryBytes > most)
      throw new AppError('limits.memory', {
        least: LEAST_BYTES / 1e9,
        most: Math.floor(most / 1e8) / 10,
      });
  }

  const changed = () => emit({ type: 'changed', what: 'limits', id: '' });

  return {
    budget,
    list: (): Limit[] => BUDGET_NAMES.map(view),

    /** Work that is under way keeps the limits it began with. */
    set({ name, ...chosen }: Budget & { readonly name: BudgetName }, person: Person): Limit {
      check(name, chosen);
      queries.choose.run({ name, ...chosen, at: new Date().toISOString(), by: person.name });
      changed();
      return view(name);
    },

    /** Back to what the table says. */
    reset({ name }: { readonly name: BudgetName }): Limit {
      queries.reset.run(name);
      changed();
      return view(name);
    },
  };
}
