/** @file One command's session with the workbench: the contract in-process, jobs followed to their end. */
import { once } from 'node:events';
import type { Client, Job } from '../../src-shared/contract/index.ts';
import { clientError } from '../../src-shared/client-errors.ts';
import { AppError, fromWire, isWireError } from '../../src-shared/errors.ts';
import type { App } from '../app.ts';
import type { Terminal } from './terminal.ts';

export interface Session {
  readonly app: App;
  readonly client: Client;
  readonly terminal: Terminal;
  /**
   * Follows a job to its end, showing progress. Ctrl-C cancels it.
   *
   * @throws AppError the job's own error, or `house.cancelled`
   */
  follow(job: string): Promise<Job>;
}

export function createSession({ app, terminal }: { app: App; terminal: Terminal }): Session {
  const { client } = app;

  async function follow(id: string): Promise<Job> {
    const interrupt = (): void => void client.jobs.cancel({ id });
    process.on('SIGINT', interrupt);
    try {
      return settled(await lastState(id));
    } finally {
      process.off('SIGINT', interrupt);
      terminal.endProgress();
    }
  }

  async function lastState(id: string): Promise<Job> {
    const leave = new AbortController();
    const events = await client.events(undefined, { signal: leave.signal });
    try {
      // The stream begins now, so a job that ended before is found in the list.
      const known = (await client.jobs.list()).find((job) => job.id === id);
      if (known && known.state !== 'running') return known;
      for await (const event of events) {
        if (event.type !== 'job' || event.job.id !== id) continue;
        if (event.job.state !== 'running') return event.job;
        terminal.progress(event.job);
      }
      throw new AppError('house.cancelled', { what: known?.title ?? id });
    } finally {
      leave.abort();
    }
  }

  return { app, client, terminal, follow };
}

function settled(job: Job): Job {
  if (job.state === 'done') return job;
  if (job.error && isWireError(job.error)) throw fromWire(job.error);
  throw new AppError('house.cancelled', { what: job.title });
}

/** The one whose id or name was given. @throws AppError `house.notFound` with what there is */
export function named<T extends { id: string; name: string }>(
  what: string,
  given: string,
  all: readonly T[],
): T {
  const found = all.find(({ id }) => id === given) ?? all.find(({ name }) => name === given);
  if (!found) throw new AppError('house.notFound', { what, id: given });
  return found;
}

/** Every error of a command as the one people are told. */
export const commandError = (thrown: unknown): AppError => clientError(thrown);

/** Resolves when the process is asked to end. */
export async function untilAskedToEnd(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
