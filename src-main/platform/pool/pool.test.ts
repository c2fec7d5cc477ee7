import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WorkbenchEvent } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { createPool, type JobDefinition, type JobRequest, type Pool, type Task } from './index.ts';
import { REHEARSALS, type Streamed } from './rehearsal-jobs.fixture.ts';
import { ENTRY as entry, alive } from './rehearsing.fixture.ts';

type Rehearsal = keyof typeof REHEARSALS;

let scratch: string;
let events: WorkbenchEvent[];
let pool: Pool;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'lathe-pool-'));
  events = [];
  pool = createPool({ emit: (event) => events.push(event), scratch, entry });
});

afterEach(async () => {
  await pool.close();
  rmSync(scratch, { recursive: true, force: true });
});

type Extras = Partial<JobRequest<unknown, unknown, unknown, unknown>>;

/** What a rehearsal is given is for its test to know. */
function run(job: Rehearsal, spec: unknown = undefined, extras: Extras = {}): Task<unknown> {
  const definition: JobDefinition<unknown, unknown, unknown, unknown> = REHEARSALS[job] as never;
  return pool.run(definition, { spec, kind: 'import', title: `the ${job}`, unit: 'rows', ...extras });
}

async function problemOf(task: Task<unknown>): Promise<AppError> {
  const error = await task.result.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error;
  return error;
}

/** Runs a job until its first update, which it returns. */
function firstUpdate(job: Rehearsal): Promise<{ task: Task<unknown>; update: unknown }> {
  return new Promise((resolve) => {
    const task: Task<unknown> = run(job, undefined, { onUpdate: (update) => resolve({ task, update }) });
  });
}

describe('a job', () => {
  test('returns what crossed by structured clone: typed arrays, maps, dates', async () => {
    const spec = { weights: new Float32Array([1, 2.5]), map: new Map([['a', 1n]]), at: new Date(0) };
    expect(await run('echo', spec).result).toEqual(spec);
  });

  test('is in the list while it runs and after it, and its last event says done', async () => {
    const task = run('steps', { count: 3, pauseMs: 1 }, { subject: 'dataset-1' });
    expect(pool.job(task.id)).toMatchObject({ state: 'running', title: 'the steps', subject: 'dataset-1' });
    await task.result;
    expect(pool.job(task.id)).toMatchObject({ state: 'done', done: 3, total: 3, error: null });
    const last = events.at(-1);
    expect(last).toMatchObject({ type: 'job', job: { id: task.id, state: 'done' } });
  });

  test('tells its progress at most 10 times a second, however often it reports', async () => {
    await run('steps', { count: 1000, pauseMs: 1 }).result;
    const job = pool.jobs()[0]!;
    const seconds = (Date.parse(job.endedAt!) - Date.parse(job.startedAt)) / 1000;
    const told = events.filter((event) => event.type === 'job');
    expect(told.length).toBeGreaterThan(3);
    expect(told.length).toBeLessThanOrEqual(seconds * 10 + 3);
    const midway = told.flatMap((event) => (event.type === 'job' ? [event.job] : [])).find((j) => j.rate > 0);
    expect(midway?.secondsLeft).toBeGreaterThan(0);
  });

  test('that is hidden leaves no trace in the list or the events', async () => {
    await run('echo', 1, { hidden: true }).result;
    expect(pool.jobs()).toEqual([]);
    expect(events).toEqual([]);
  });

  test('waits for each update to be taken before it goes on', async () => {
    const seen: unknown[] = [];
    let inside = 0;
    const onUpdate = async (update: unknown) => {
      expect(++inside).toBe(1);
      await sleep(2);
      seen.push(update);
      inside--;
    };
    expect(await run('emit', { count: 50 }, { onUpdate }).result).toBe(50);
    expect(seen).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  test('streams large updates: each is taken while the next is made, and no further ahead', async () => {
    const seen: { i: number; madeAt: number; takenAt: number }[] = [];
    const onUpdate = async (update: unknown) => {
      const { i, madeAt } = update as Streamed;
      await sleep(20);
      seen.push({ i, madeAt, takenAt: Date.now() });
    };
    await run('stream', { count: 12 }, { onUpdate }).result;
    expect(seen.map(({ i }) => i)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    const madeBefore = (i: number, other: number) => seen[i]!.madeAt < seen[other]!.takenAt;
    expect(seen.slice(1).every(({ i }) => madeBefore(i, i - 1))).toBe(true);
    expect(seen.slice(2).some(({ i }) => madeBefore(i, i - 2))).toBe(false);
  });

  test('is fed batch by batch, and no faster than it takes them', async () => {
    let made = 0;
    let furthestAhead = 0;
    let taken = 0;
    function* feed() {
      for (let i = 1; i <= 20; i++) {
        furthestAhead = Math.max(furthestAhead, ++made - taken);
        yield [i, i];
      }
    }
    const onUpdate = async () => {
      await sleep(3);
      taken++;
    };
    expect(await run('sum', undefined, { feed: feed(), onUpdate }).result).toBe(420);
    expect(furthestAhead).toBeLessThanOrEqual(5);
  });

  test('counts as done only after `finish`, and fails with what `finish` throws', async () => {
    let stateInside: string | undefined;
    const good = run('echo', 5, { finish: () => void (stateInside = pool.job(good.id)?.state) });
    await good.result;
    expect(stateInside).toBe('running');
    const finish = () => Promise.reject(new AppError('store.diskFull'));
    const bad = run('echo', 5, { finish });
    expect((await problemOf(bad)).key).toBe('store.diskFull');
    expect(pool.job(bad.id)).toMatchObject({ state: 'failed', error: { key: 'store.diskFull' } });
  });

  test('has a scratch folder of its own that is gone afterwards', async () => {
    const { task, update } = await firstUpdate('litter');
    expect(await task.result).toBe(true);
    expect(existsSync(String(update))).toBe(false);
    expect(readdirSync(scratch)).toEqual([]);
  });
});

describe('a job that goes wrong', () => {
  test('by an exception says why, without a path of this machine', async () => {
    const error = await problemOf(run('fail', { why: 'cannot read /home/ana/secret/rows.csv at row 3' }));
    expect(error.key).toBe('workers.failed');
    expect(error.parameters).toEqual({ job: 'the fail', why: 'cannot read rows.csv at row 3' });
  });

  test('by an AppError keeps its key and parameters', async () => {
    const error = await problemOf(run('refuse'));
    expect([error.key, error.parameters]).toEqual(['house.badInput', { where: 'row 7', why: 'it is odd' }]);
  });

  test('by a rejection nobody handled fails as well', async () => {
    expect((await problemOf(run('rejectAside'))).message).toContain('nobody listened');
  });

  test.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)(
    'by %s is told, with its last words as the cause',
    async (signal) => {
      const error = await problemOf(run('die', { signal, words: 'line one\nloading /opt/x/model.onnx\n' }));
      expect(error.key).toBe('workers.crashed');
      expect(error.parameters).toEqual({ job: 'the die', how: signal });
      expect(error.cause).toMatchObject({ message: 'line one\nloading model.onnx' });
    },
  );

  test('by exiting is told with its code, even code 0', async () => {
    expect((await problemOf(run('exit', { code: 0 }))).parameters.how).toBe('exit code 0');
    expect((await problemOf(run('exit', { code: 3 }))).parameters.how).toBe('exit code 3');
  });

  test('by taking too much memory is killed at its limit', async () => {
    const error = await problemOf(run('hog', undefined, { memoryBytes: 400e6 }));
    expect(error.key).toBe('workers.outOfMemory');
    expect(error.parameters.limit).toBe('400 MB');
  });

  test('by a crash for want of memory is told as that', async () => {
    const words = "terminate called after throwing an instance of 'std::bad_alloc'";
    expect(await problemOf(run('die', { signal: 'SIGABRT', words }, { memoryBytes: 3e8 }))).toMatchObject({
      key: 'workers.outOfMemory',
      parameters: { job: 'the die', limit: '300 MB' },
    });
  });

  test('by falling silent in a busy loop is killed', async () => {
    expect((await problemOf(run('spin', undefined, { silenceSeconds: 2 }))).key).toBe('workers.silent');
  });

  test('by running past its deadline is killed', async () => {
    expect((await problemOf(run('wait', undefined, { deadlineSeconds: 1 }))).key).toBe('workers.deadline');
  });

  test('by running past the budget of one of its parts is killed, and says what that means', async () => {
    const error = await problemOf(run('endlessPart', { seconds: 0.3 }));
    expect([error.key, error.parameters]).toEqual([
      'house.badInput',
      { where: 'the part', why: 'it never ends' },
    ]);
  });

  test('by one allocation past its budget is stopped before it has that memory', async () => {
    const small: Pool = createPool({
      emit: () => undefined,
      scratch,
      entry,
      budget: () => ({ seconds: 60, memoryBytes: 4e8 }),
    });
    let peak = 0;
    const task = small.run(REHEARSALS.gulp, {
      spec: { bytes: 4e9 },
      kind: 'import',
      title: 'the gulp',
      unit: 'rows',
      hard: true,
      onPeak: (bytes) => (peak = bytes),
    });
    const error = await problemOf(task);
    expect([error.key, error.parameters.limit]).toEqual(['workers.outOfMemory', '400 MB']);
    expect(peak).toBeLessThan(4.4e8);
    await small.close();
  });

  test('for all together hold too much is the last to come of those that hold much', async () => {
    const crowded: Pool = createPool({
      emit: () => undefined,
      scratch,
      entry,
      togetherBytes: 7e8,
    });
    const held: Promise<unknown>[] = [];
    const start = (megabytes: number) =>
      new Promise<Task<unknown>>((resolve) => {
        const task: Task<unknown> = crowded.run(REHEARSALS.hold, {
          spec: { megabytes },
          kind: 'import',
          title: `${megabytes} MB`,
          unit: 'rows',
          onUpdate: () => resolve(task),
        });
        held.push(task.result.catch(() => undefined));
        task.result.catch(() => resolve(task));
      });
    const first = await start(350);
    const small = await start(1);
    const last = await start(340);
    expect(await problemOf(last)).toMatchObject({ key: 'workers.together', parameters: { job: '340 MB' } });
    expect(crowded.jobs().filter(({ state }) => state === 'running')).toHaveLength(2);
    first.cancel();
    small.cancel();
    await Promise.all(held);
  });

  test('by a result that cannot be cloned fails and says so', async () => {
    expect((await problemOf(run('uncloneable'))).message).toContain('could not be cloned');
  });

  test('by a spec that cannot be cloned fails and says so', async () => {
    expect((await problemOf(run('echo', () => 1))).message).toContain('could not be cloned');
  });

  test('by a flood of output keeps only its last words', async () => {
    const error = await problemOf(run('flood', { megabytes: 64 }));
    const log = error.cause instanceof Error ? error.cause.message : '';
    expect(log).toMatch(/the last line$/);
    expect(log.length).toBeLessThanOrEqual(4000);
  });

  test('by an update the workbench refuses ends with the refusal', async () => {
    const onUpdate = (update: unknown) => {
      if (update === 3) throw new AppError('store.diskFull');
    };
    expect((await problemOf(run('emit', { count: 10 }, { onUpdate }))).key).toBe('store.diskFull');
  });

  test('by a feed that breaks ends with its error', async () => {
    function* feed() {
      yield [1];
      throw new AppError('store.diskFull');
    }
    expect((await problemOf(run('sum', undefined, { feed: feed() }))).key).toBe('store.diskFull');
  });

  test('does not disturb one beside it', async () => {
    const beside = run('emit', { count: 200 }, { onUpdate: () => sleep(2) });
    await problemOf(run('die', { signal: 'SIGSEGV', words: 'x' }));
    expect(await beside.result).toBe(200);
  });
});

describe('ending a job', () => {
  test.each(['spin', 'deaf', 'wait'] as const)('cancels %s: its process is gone', async (job) => {
    const { task } = await firstUpdate(job);
    expect(readdirSync(scratch)).toHaveLength(1);
    pool.cancel(task.id);
    const error = await problemOf(task);
    expect(error.key).toBe('house.cancelled');
    expect(pool.job(task.id)).toMatchObject({ state: 'cancelled', error: null });
    expect(readdirSync(scratch)).toEqual([]);
  });

  test('cancel ends the process itself', async () => {
    const { task, update } = await firstUpdate('pid');
    expect(alive(Number(update))).toBe(true);
    task.cancel();
    await problemOf(task);
    expect(alive(Number(update))).toBe(false);
  });

  test('stop lets it end cleanly with a result', async () => {
    const stopped = (result: unknown) => result === 'stopped cleanly';
    const task: Task<unknown> = run('wait', undefined, { stopped, onUpdate: () => task.stop() });
    expect(await task.result).toBe('stopped cleanly');
    expect(pool.job(task.id)).toMatchObject({ state: 'stopped', error: null });
  });

  test('stop kills what does not listen once its grace is over', async () => {
    const task: Task<unknown> = run('spin', undefined, { stopSeconds: 0.2, onUpdate: () => task.stop() });
    expect((await problemOf(task)).key).toBe('house.cancelled');
  });

  test('no update is taken after a cancel has settled', async () => {
    let taken = 0;
    const task: Task<unknown> = run(
      'emit',
      { count: 1e6 },
      {
        onUpdate: () => {
          if (++taken === 100) task.cancel();
        },
      },
    );
    await problemOf(task);
    const then = taken;
    await sleep(50);
    expect(taken).toBe(then);
  });

  test('only the last 50 that ended are kept', async () => {
    for (let i = 0; i < 52; i += 4)
      await Promise.all([0, 1, 2, 3].map((j) => run('echo', i + j, { title: `n${i + j}` }).result));
    const titles = pool.jobs().map(({ title }) => title);
    expect(titles).toHaveLength(50);
    expect(titles).not.toContain('n0');
  });

  test('a worker whose workbench is killed ends by itself', async () => {
    const file = join(scratch, 'bench.ts');
    writeFileSync(
      file,
      `import { createPool } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
       import { REHEARSALS } from ${JSON.stringify(new URL('./rehearsal-jobs.fixture.ts', import.meta.url).href)};
       const pool = createPool({ emit() {}, scratch: ${JSON.stringify(scratch)}, entry: new URL(${JSON.stringify(entry.href)}) });
       pool.run(REHEARSALS.pid, { kind: 'import', title: 't', unit: 'rows', onUpdate: (pid) => console.log(pid) });`,
    );
    const bench = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(bench.stdout, 'data')) as [Buffer];
    const worker = Number(String(line));
    expect(alive(worker)).toBe(true);
    bench.kill('SIGKILL');
    while (alive(worker)) await sleep(20);
  });
});

describe('work of the workbench itself', () => {
  const title = { kind: 'labels', title: 'Topics', unit: 'items' } as const;

  test('is a job with its progress, and is done when it ends', async () => {
    const task = pool.here(title, async ({ progress, yieldToEventLoop }) => {
      progress(1, 2);
      await yieldToEventLoop();
      progress(2, 2);
    });
    expect(pool.job(task.id)).toMatchObject({ state: 'running', kind: 'labels', title: 'Topics' });
    await task.result;
    expect(pool.job(task.id)).toMatchObject({ state: 'done', done: 2, total: 2 });
  });

  test('ends between two slices when it is cancelled, and fails with what it throws', async () => {
    let slices = 0;
    const endless = pool.here(title, async ({ yieldToEventLoop }) => {
      for (; ; slices++) await yieldToEventLoop();
    });
    await sleep(20);
    pool.cancel(endless.id);
    expect(await problemOf(endless)).toMatchObject({
      key: 'house.cancelled',
      parameters: { what: 'Topics' },
    });
    expect(slices).toBeGreaterThan(0);
    expect(pool.job(endless.id)?.state).toBe('cancelled');
    const failing = pool.here(title, () => Promise.reject(new AppError('labeling.taskRetired')));
    expect((await problemOf(failing)).key).toBe('labeling.taskRetired');
    expect(pool.job(failing.id)).toMatchObject({ state: 'failed', error: { key: 'labeling.taskRetired' } });
  });

  test('is over when the pool closes', async () => {
    const endless = pool.here(title, async ({ yieldToEventLoop }) => {
      for (;;) await yieldToEventLoop();
    });
    const ended = problemOf(endless);
    await pool.close();
    expect((await ended).key).toBe('house.cancelled');
  });
});
