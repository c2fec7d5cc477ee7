/** @file The worker's side of the protocol: load what is named, do it, say how it goes. */
import './silence.ts';
import { AppError, toAppError, toWire, type WireError } from '../../../src-shared/platform/errors.ts';
import type { AnyJob, AnyService } from './define.ts';
import type {
  FromWorker,
  JobFunction,
  JobPort,
  ServiceFunction,
  ServiceHandler,
  ToWorker,
} from './protocol.ts';
import { withoutPaths } from './words.ts';

const BEAT_MS = 1000;
const PROGRESS_MS = 100;

/** What a worker can do. */
export interface Abilities {
  readonly jobs: readonly AnyJob[];
  readonly services: readonly AnyService[];
}

/** What the two sides of one worker share: the names, the pending updates, the incoming batches. */
interface Conversation {
  readonly feed: FeedQueue;
  readonly taken: Map<number, () => void>;
  readonly stop: AbortController;
  handler: ServiceHandler<unknown, unknown> | null;
}

/** Makes this process a worker. It ends when its work is done, or when the workbench is gone. */
export function serveWorker(abilities: Abilities): void {
  const conversation: Conversation = {
    feed: createFeedQueue(() => send({ type: 'fed' })),
    taken: new Map(),
    stop: new AbortController(),
    handler: null,
  };
  process.on('disconnect', () => process.exit(0));
  process.on('uncaughtException', (error) => leaveWith(failure(error)));
  process.on('message', (message) => hear(message as ToWorker, abilities, conversation));
  setInterval(() => send({ type: 'beat', residentBytes: process.memoryUsage.rss() }), BEAT_MS).unref();
  send({ type: 'ready' });
}

function hear(message: ToWorker, { jobs, services }: Abilities, conversation: Conversation): void {
  switch (message.type) {
    case 'start':
      return void work(message, jobs, conversation);
    case 'open':
      return void open(message, services, conversation);
    case 'feed':
      return conversation.feed.push(message.batch);
    case 'feedEnd':
      return conversation.feed.end();
    case 'taken':
      conversation.taken.get(message.update)?.();
      conversation.taken.delete(message.update);
      return;
    case 'call':
      return void answer(message, conversation.handler);
    case 'stop':
      conversation.stop.abort();
      if (conversation.handler) void leave(conversation.handler);
  }
}

async function work(
  { job: name, spec, scratch }: Extract<ToWorker, { type: 'start' }>,
  jobs: readonly AnyJob[],
  conversation: Conversation,
): Promise<void> {
  try {
    const job = jobs.find((one) => one.name === name);
    if (!job) throw new Error(`there is no job “${name}”`);
    const progress = createProgress();
    const { emit, stream } = createUpdates(conversation.taken);
    const port: JobPort<unknown, unknown> = {
      emit,
      stream,
      progress: progress.report,
      receive: () => conversation.feed.batches(),
      within,
      signal: conversation.stop.signal,
      scratch,
    };
    // Whoever asked gave the definition of this name its own spec: the pool's types saw to that.
    const run = (await job.load()) as JobFunction<unknown, unknown, unknown, unknown>;
    const result = await run(spec, port);
    progress.flush();
    leaveWith({ type: 'done', result });
  } catch (error) {
    leaveWith(failure(error));
  }
}

async function open(
  { service, spec, scratch }: Extract<ToWorker, { type: 'open' }>,
  services: readonly AnyService[],
  conversation: Conversation,
): Promise<void> {
  try {
    const definition = services.find((one) => one.name === service);
    if (!definition) throw new Error(`there is no service “${service}”`);
    const start = (await definition.load()) as ServiceFunction<unknown, unknown, unknown>;
    conversation.handler = await start(spec, { scratch });
    send({ type: 'opened' });
  } catch (error) {
    leaveWith(failure(error));
  }
}

async function answer(
  { call, request }: Extract<ToWorker, { type: 'call' }>,
  handler: ServiceHandler<unknown, unknown> | null,
): Promise<void> {
  try {
    if (!handler) throw new Error('the service is not open');
    send({ type: 'answer', call, value: await handler.call(request) });
  } catch (error) {
    send({ type: 'refused', call, ...describe(error) });
  }
}

async function leave(handler: ServiceHandler<unknown, unknown>): Promise<void> {
  try {
    await handler.close?.();
    leaveWith({ type: 'done', result: null });
  } catch (error) {
    leaveWith(failure(error));
  }
}

function send(message: FromWorker): void {
  process.send?.(message, undefined, undefined, () => undefined);
}

/** Says the last word and exits once it has been written. What cannot be cloned becomes a failure that says so. */
function leaveWith(message: FromWorker): void {
  const exit = () => process.exit(0);
  if (!process.send || !process.connected) exit();
  try {
    process.send?.(message, undefined, undefined, exit);
  } catch (error) {
    process.send?.(failure(error), undefined, undefined, exit);
  }
}

/** The workbench has to hear of it before the work may block this thread. */
async function within<T>(
  { seconds, problem }: { readonly seconds: number; readonly problem: AppError },
  work: () => Promise<T>,
): Promise<T> {
  await heard({ type: 'within', part: { seconds, problem: toWire(problem) } });
  try {
    return await work();
  } finally {
    send({ type: 'within', part: null });
  }
}

/** Sends a message and waits until it is on its way. */
function heard(message: FromWorker): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send?.(message, undefined, undefined, () => resolve())) resolve();
  });
}

function createUpdates(taken: Map<number, () => void>): Pick<JobPort<unknown>, 'emit' | 'stream'> {
  let count = 0;
  let before: Promise<void> = Promise.resolve();
  const hand = (value: unknown) => {
    const update = count++;
    const whenTaken = new Promise<void>((resolve) => taken.set(update, resolve));
    return { left: heard({ type: 'update', update, value }), whenTaken };
  };
  return {
    emit: (value) => hand(value).whenTaken,
    async stream(value) {
      await before;
      const { left, whenTaken } = hand(value);
      before = whenTaken;
      await left;
    },
  };
}

function createProgress() {
  let waiting: FromWorker | null = null;
  let sentAt = 0;
  const flush = () => {
    if (waiting) send(waiting);
    waiting = null;
  };
  const report = (done: number, total: number | null) => {
    waiting = { type: 'progress', done, total };
    const now = performance.now();
    if (now - sentAt < PROGRESS_MS) return;
    sentAt = now;
    flush();
  };
  setInterval(flush, BEAT_MS).unref();
  return { report, flush };
}

interface FeedQueue {
  push(batch: unknown): void;
  end(): void;
  batches(): AsyncIterable<unknown>;
}

function createFeedQueue(onTake: () => void): FeedQueue {
  const queue: unknown[] = [];
  let ended = false;
  let wake: () => void = () => undefined;
  async function* batches(): AsyncIterable<unknown> {
    for (;;) {
      if (queue.length > 0) {
        onTake();
        yield queue.shift();
      } else if (ended) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    push(batch) {
      queue.push(batch);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    batches,
  };
}

function failure(thrown: unknown): FromWorker {
  return { type: 'failed', ...describe(thrown) };
}

/** What nobody foresaw inside a job is `workers.failed` with its own words; the stack goes along as detail, for the log. */
function describe(thrown: unknown): { error: WireError; detail: string } {
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const known = toAppError(thrown);
  if (known.key !== 'house.internal') return { error: toWire(known), detail };
  const why = withoutPaths(thrown instanceof Error ? thrown.message : String(thrown));
  return { error: toWire(new AppError('workers.failed', { job: '', why })), detail };
}
