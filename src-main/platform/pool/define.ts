/** @file What a job and a service are to the workbench: a name, what they may take of the machine, and where they are. */
import type { BudgetName } from '../../../src-shared/platform/budgets.ts';
import type { JobFunction, ServiceFunction } from './protocol.ts';

/** What a kind of work may take of the machine. */
export interface Work {
  readonly budget: BudgetName;
  /** Reads files that may come from anywhere: the kernel keeps its memory limit too, and what is free now bounds it. */
  readonly foreign?: true;
  /** Ended after so long without a row, in seconds: native code may hang while the worker's own thread goes on. */
  readonly stallSeconds?: number;
}

/** Work that a worker process does once: `pool.run(job, …)`. */
export interface JobDefinition<Spec, Update, Result, Feed = never> {
  readonly name: string;
  readonly work: Work;
  /** Loads the function, in the worker's process alone. */
  readonly load: () => Promise<JobFunction<Spec, Update, Result, Feed>>;
}

/** Work that a worker process stays for and answers: `pool.open(service, …)`. */
export interface ServiceDefinition<Spec, Request, Response> {
  readonly name: string;
  readonly work: Work;
  readonly load: () => Promise<ServiceFunction<Spec, Request, Response>>;
}

/** A job or a service as a list of them holds it: what it takes is known to the room that asks for it. */
export type AnyJob = JobDefinition<never, unknown, unknown, never>;
export type AnyService = ServiceDefinition<never, never, unknown>;

/**
 * Defines a job; its types are those of the function it loads.
 *
 * @example
 * export const trainJob = defineJob('train', { budget: 'train' }, async () => (await import('./worker/train.ts')).train);
 */
export function defineJob<Spec, Update, Result, Feed = never>(
  name: string,
  work: Work,
  load: () => Promise<JobFunction<Spec, Update, Result, Feed>>,
): JobDefinition<Spec, Update, Result, Feed> {
  return { name, work, load };
}

/** Defines a service; its types are those of the function it loads. */
export function defineService<Spec, Request, Response>(
  name: string,
  work: Work,
  load: () => Promise<ServiceFunction<Spec, Request, Response>>,
): ServiceDefinition<Spec, Request, Response> {
  return { name, work, load };
}
