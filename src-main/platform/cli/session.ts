/** @file One command's session with the workbench: the contract in-process, jobs followed to their end. */
import { once } from 'node:events';
import type { Job } from '../../../src-shared/contract.ts';
import { clientError } from '../../../src-shared/platform/client-errors.ts';
import { AppError, fromWire, isWireError } from '../../../src-shared/platform/errors.ts';
import { workbenchGone } from './through-door.ts';
import type { Terminal } from './terminal.ts';
import type { Workbench } from './workbench.ts';

export interface Session extends Omit<Workbench, 'close'> {
  readonly terminal: Terminal;
  /** The workbench anew, after that of another process has closed. @throws AppError as `enterWorkbench` */
  reenter(): Promise<Workbench>;
  /**
   * Follows a job to its end, showing progress. Ctrl-C cancels it.
   *
   * @throws AppError the job's own error, or `house.cancelled`
   */
  follow(job: string): Promise<Job>;
}

/** So many names or ids are said when one was not found. */
const MOST_NAMES = 10;

export function createSession({
  workbench,
  terminal,
  reenter = () => Promise.resolve(workbench),
}: Pick<Session, 'terminal'> & Partial<Pick<Session, 'reenter'>> & { workbench: Workbench }): Session {
  const { client, app, outside, fetch } = workbench;

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
      // Events end with the workbench alone.
      throw new AppError('house.workbenchClosed');
    } finally {
      leave.abort();
    }
  }

  return { app, client, outside, fetch, terminal, reenter, follow };
}

function settled(job: Job): Job {
  if (job.state === 'done' || job.state === 'stopped') return job;
  if (job.state === 'failed' && job.error && isWireError(job.error)) throw fromWire(job.error);
  // Cancelled training can go on, and is told so by its id.
  if (job.kind === 'train') throw new AppError('training.cancelled', { run: job.subject ?? job.title });
  throw new AppError('house.cancelled', { what: job.title });
}

/**
 * The one whose id or name was given.
 *
 * @throws AppError `house.noneNamed` with the names there are, `house.manyNamed` with the ids of those that share it
 */
export function named<T extends { id: string; name: string }>(
  what: string,
  given: string,
  all: readonly T[],
): T {
  const withId = all.find(({ id }) => id === given);
  if (withId) return withId;
  const [found, ...others] = all.filter(({ name }) => name === given);
  if (!found) {
    if (all.length === 0) throw new AppError('house.notFound', { what, id: given });
    const names = [...new Set(all.map(({ name }) => name))].slice(0, MOST_NAMES);
    throw new AppError('house.noneNamed', { what, name: given, names: names.join(', ') });
  }
  if (others.length > 0) {
    const ids = [found, ...others].slice(0, MOST_NAMES).map(({ id }) => id);
    throw new AppError('house.manyNamed', {
      what,
      name: given,
      count: others.length + 1,
      ids: ids.join(', '),
    });
  }
  return found;
}

/** A list of which one row is asked for by its id or name. */
type NamedList<T> = (asked: {
  limit: number;
  filters?: { named: string };
}) => Promise<{ readonly items: readonly T[]; readonly total: number }>;

/**
 * The id of the row whose id or name was given, of a list that comes by the page.
 *
 * @throws AppError as {@link named}
 */
export async function idOf<T extends { id: string; name: string }>(
  what: string,
  given: string,
  list: NamedList<T>,
): Promise<string> {
  const { items } = await list({ limit: 1000, filters: { named: given } });
  return named(what, given, items.length > 0 ? items : (await list({ limit: MOST_NAMES })).items).id;
}

/** The version whose id was given, or whose name as the window shows it: `tickets v1`. */
export async function versionNamed({ client }: Session, given: string): Promise<string> {
  const versions = await client.versions.list({});
  const all = versions.map(({ id, datasetName, number }) => ({ id, name: `${datasetName} v${number}` }));
  return named('version', given, all).id;
}

/** Every error of a command as the one people are told. */
export const commandError = (thrown: unknown): AppError => clientError(workbenchGone(thrown));

/** Resolves when the process is asked to end. */
export async function untilAskedToEnd(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
