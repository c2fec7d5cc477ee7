/** @file What varies from trial to trial: the minutes of tasks, and risks that happen or not. */
import { PlanError } from '../problems.ts';
import { checkDistribution, samplerOf, type Distribution, type Sampler } from './distributions.ts';
import type { Model } from './model.ts';
import { Random } from './random.ts';

/** An event that may happen and then delays tasks. */
export interface Risk {
  readonly id: string;
  readonly title: string;
  /** 0 … 1. */
  readonly probability: number;
  /** Working minutes that each of the tasks then takes longer. */
  readonly delay: Distribution;
  readonly tasks: readonly string[];
}

export interface VaryingDriver {
  readonly type: 'task' | 'risk';
  readonly id: string;
  readonly title: string;
  /** The tasks whose minutes it adds to, by index, and what it is multiplied by for each. */
  readonly tasks: readonly { readonly task: number; readonly share: number }[];
  readonly random: Random;
  readonly sampler: Sampler;
}

export interface DriverInput {
  readonly estimates: Readonly<Record<string, Distribution>>;
  readonly risks: readonly Risk[];
  readonly seed: number;
}

/**
 * The drivers of a plan: every unfinished task with an estimate, every risk that touches an unfinished task.
 * @throws PlanError `planning.estimate`, `planning.missing`, `planning.notANumber`.
 */
export function driversOf(model: Model, { estimates, risks, seed }: DriverInput): readonly VaryingDriver[] {
  const { plan, indexOf } = model.network;
  const open = (id: string, of: string) => {
    const task = indexOf.get(id);
    if (task === undefined) throw new PlanError('planning.missing', { of, id }, [id]);
    const isOpen = model.early.actuals[task]!.state !== 'finished' && model.network.isSummary[task] === 0;
    return isOpen ? [task] : [];
  };
  const ofTasks = Object.entries(estimates).flatMap(([id, estimate]): VaryingDriver[] => {
    const [task] = open(id, id);
    if (task === undefined) return [];
    const { title } = plan.tasks[task]!;
    checkDistribution(title, estimate);
    const tasks = [{ task, share: model.share[task]! }];
    const random = new Random(seed, `task ${id}`);
    return [{ type: 'task', id, title, tasks, random, sampler: samplerOf(estimate) }];
  });
  const ofRisks = risks.flatMap((risk): VaryingDriver[] => {
    const { id, title, probability, delay } = risk;
    checkDistribution(title, delay);
    if (!(probability >= 0 && probability <= 1))
      throw new PlanError('planning.notANumber', { task: title, field: 'probability', value: probability });
    const tasks = risk.tasks.flatMap((task) => open(task, title)).map((task) => ({ task, share: 1 }));
    const random = new Random(seed, `risk ${id}`);
    return tasks.length === 0 ? [] : [{ type: 'risk', id, title, tasks, random, sampler: event(risk) }];
  });
  return [...ofTasks, ...ofRisks];
}

/** The delay where the event happens, else 0. */
function event({ probability, delay }: Risk): Sampler {
  const sampler = samplerOf(delay);
  return (random, into, count) => {
    sampler(random, into, count);
    for (let at = 0; at < count; at++) if (random.uniform() >= probability) into[at] = 0;
  };
}
