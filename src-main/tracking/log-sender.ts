/** @file What a program says on its way to the workbench: in order, each batch once, also where the workbench closes meanwhile. */
import type { Client, LoggedPoint, Run } from '../../src-shared/contract.ts';
import { toMetricValue } from '../../src-shared/tracking/values.ts';
import { commandError, type Session } from '../platform/cli/session.ts';
import type { Said } from './said.ts';

/** What is printed is sent so often, or when it is so much. */
const SEND_MS = 250;
const MOST_POINTS = 5000;
export const HEARTBEAT_SECONDS = 10;
/** Of errors that say that another process has the workspace, or had it. */
const WAITED_FOR: ReadonlySet<string> = new Set([
  'house.workbenchClosed',
  'store.locked',
  'store.lockedByCommand',
]);

/** One thing that is asked of the workbench. */
interface Asked<T> {
  ask(client: Client): Promise<T>;
  /** Whether a workbench that closed before it answered has done it nevertheless. */
  done(client: Client): Promise<T | undefined>;
}

/** Asks the workbench; where the process that had it open closes, the next one that has, or this one opens it. */
export function createLastingWorkbench(session: Pick<Session, 'client' | 'terminal' | 'reenter'>) {
  const { terminal, reenter } = session;
  let { client } = session;
  let isLost = false;

  async function enterAgain(): Promise<void> {
    for (let said = false; isLost;) {
      try {
        const workbench = await reenter();
        client = workbench.client;
        isLost = false;
        terminal.say(
          workbench.app
            ? 'The workbench has closed: this command has the workspace open now, and logging goes on.'
            : 'The workbench has closed, and another one is open: logging goes on.',
        );
      } catch (thrown) {
        const error = commandError(thrown);
        if (!WAITED_FOR.has(error.key)) throw thrown;
        if (!said) terminal.say(`${error.message} What is logged is kept until it can be written.`);
        said = true;
      }
    }
  }

  return async <T>({ ask, done }: Asked<T>): Promise<T> => {
    for (let isAgain = false; ; isAgain = true) {
      try {
        await enterAgain();
        return (isAgain ? await done(client) : undefined) ?? (await ask(client));
      } catch (thrown) {
        if (commandError(thrown).key !== 'house.workbenchClosed') throw thrown;
        isLost = true;
      }
    }
  };
}

export type LastingWorkbench = ReturnType<typeof createLastingWorkbench>;

/** How many points a run has, of all metrics. */
async function pointsOf(client: Client, run: string): Promise<number> {
  const metrics = await client.runs.metrics({ run });
  return metrics.reduce((sum, { count }) => sum + count, 0);
}

interface SenderParts {
  readonly run: string;
  /** Whether nobody else logs into it. */
  readonly isOwn: boolean;
}

/** Sends in order, one call after another; what comes meanwhile goes with the next. */
export function createSender(workbench: LastingWorkbench, { run, isOwn }: SenderParts) {
  let waiting: Said[] = [];
  let count = 0;
  let recorded = 0;
  let sending = Promise.resolve();
  let failed: unknown;
  let sentAt = Date.now();
  const told = { points: 0, lines: 0 };

  async function send(): Promise<void> {
    const batch = waiting;
    waiting = [];
    count = 0;
    sentAt = Date.now();
    if (batch.length === 0) {
      await workbench({ ask: (client) => client.runs.beat({ run }), done: async () => undefined });
      return;
    }
    const points = batch.flatMap((said) =>
      said.points.map((point) => ({ ...point, value: toMetricValue(point.value) })),
    );
    const record = {
      run,
      points,
      parameters: batch.flatMap(({ parameters }) => parameters),
      tags: Object.fromEntries(batch.flatMap(({ tags }) => Object.entries(tags))),
      lines: batch.flatMap(({ line }) => line ?? []),
    };
    await workbench({
      ask: (client) => client.runs.record(record),
      // A batch is recorded whole or not at all.
      done: async (client) =>
        isOwn && points.length > 0 && (await pointsOf(client, run)) >= recorded + points.length
          ? {}
          : undefined,
    });
    recorded += points.length;
  }

  function flush(): Promise<void> {
    sending = sending
      .then(() => (failed === undefined ? send() : undefined))
      .catch((thrown: unknown) => {
        failed ??= thrown;
      });
    return sending;
  }

  const timer = setInterval(() => {
    if (waiting.length > 0 || Date.now() - sentAt > (1000 * HEARTBEAT_SECONDS) / 2) void flush();
  }, SEND_MS);

  return {
    /** What was measured beside what the program says. */
    add(points: readonly LoggedPoint[]): void {
      waiting.push({ points, parameters: [], tags: {}, line: null });
      count += points.length;
    },
    take(said: Said): void {
      const now = Date.now();
      // Measured when it was said, not when it is sent.
      const points = said.points.map((point) => ({ ...point, at: point.at ?? now }));
      waiting.push({ ...said, points });
      count += points.length + 1;
      told.points += points.length;
      told.lines += Number(said.line !== null);
      if (count >= MOST_POINTS) void flush();
    },
    get points() {
      return told.points;
    },
    get lines() {
      return told.lines;
    },
    async close(): Promise<void> {
      clearInterval(timer);
      await flush();
      if (failed !== undefined) throw failed;
    },
  };
}

/** A run that has ended, where its end was written and the answer lost. */
export async function endedRun(client: Client, run: string): Promise<Run | undefined> {
  const known = await client.runs.get({ run });
  return known.state === 'running' || known.state === 'crashed' ? undefined : known;
}
