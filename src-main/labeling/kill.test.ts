import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import type { Answer } from '../../src-shared/contract.ts';
import { createSampleReader } from '../datasets/index.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { programOf } from '../programs.fixture.ts';
import { prepareQueries } from './queries.ts';
import { settle } from './settle.ts';
import { Tasks } from './tasks.ts';

/**
 * A workbench that serves HTTP is killed a hundred times while labelers keep answering and retrying; whatever it
 * acknowledged must be there, once. SIGKILL ends the process, not the machine: what was written but not flushed would
 * survive it, so that `synchronous=FULL` holds is shown by the store's own tests.
 */
const KILLS = 100;
const LABELERS = 10;
const SAMPLES = 500;
const SERVER = programOf('server');

let folder: string;
let workspace: string;
let dataset: string;
/** Tasks of every way to answer, the first of the dataset among them. */
let tasks: readonly AskedTask[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-kill-'));
  workspace = path.join(folder, 'workspace');
  ({ dataset, tasks } = await prepare());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('loses no acknowledged answer of ten people in six tasks, and doubles none, when it is killed 100 times', async () => {
  const workbench = new Workbench();
  await workbench.start();
  const samples = await readSamples(workbench);
  await workbench.kill();
  const cookies = invite(LABELERS);
  await workbench.start();
  const labelers = cookies.map((cookie) => new Labeler({ workbench, samples, cookie }));
  const working = Promise.all(labelers.map((labeler) => labeler.work()));
  for (let kill = 0; kill < KILLS; kill++) {
    // Every other one dies with its first answers in flight, the rest in the midst of many, however slow the machine.
    if (kill % 2 === 1) await Promise.race(labelers.map((labeler) => labeler.next()));
    await pause(Math.random() * 60);
    await workbench.kill();
    await workbench.start();
  }
  for (const labeler of labelers) labeler.stop();
  await working;
  await workbench.kill();

  const acknowledged = labelers.flatMap((labeler) => labeler.acknowledged);
  const cutOff = labelers.reduce((sum, labeler) => sum + labeler.cutOff, 0);
  expect(acknowledged.length).toBeGreaterThan(KILLS);
  expect(cutOff).toBeGreaterThan(KILLS / 2);
  expectOnceEach(acknowledged);
  // A limit for what hangs, not a measure.
}, 900_000);

/** Reads the database as the killed process left it. */
function expectOnceEach(acknowledged: readonly Given[]): void {
  const store = openStore(workspace);
  try {
    expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(store.db.pragma('foreign_key_check')).toEqual([]);
    const rows = store.db
      .prepare<[], { operation: string; count: number }>(
        'SELECT operation, count(*) AS count FROM annotations GROUP BY operation',
      )
      .all();
    const found = new Map(rows.map(({ operation, count }) => [operation, count]));
    expect(acknowledged.filter(({ operation }) => found.get(operation) !== 1)).toEqual([]);
    // Every labeler ends with all its answers acknowledged, so there is nothing beyond them.
    expect(found.size).toBe(acknowledged.length);
    for (const { task } of tasks) expectToFollow(store, task);
  } finally {
    store.close();
  }
}

/** What is stored of a task is what its events come to, and the counters count what is there. */
function expectToFollow(store: Store, id: string): void {
  const { db } = store;
  const queries = prepareQueries(db);
  const task = new Tasks({ queries, samples: createSampleReader(store), now: () => new Date() }).require(id);
  const stored = () =>
    ['sample_states', 'labeling_counts', 'current_answers', 'author_counts'].map((table) =>
      db.prepare(`SELECT * FROM ${table} WHERE task = ?`).all(id),
    );
  const before = stored();
  expect(before[0]).toHaveLength(SAMPLES);
  store.tx(() => {
    for (let position = 0; position < SAMPLES; position++) settle(queries, task, position);
  });
  expect(stored()).toEqual(before);
  const counted = db
    .prepare(
      `SELECT count(*) AS total, total(class IS NOT NULL OR value IS NOT NULL) AS labeled, total(disputed) AS disputed,
       total(wanting) AS wanting FROM sample_states WHERE task = ?`,
    )
    .get(id);
  expect(before[1]).toMatchObject([counted]);
  const last = db.prepare(
    `SELECT count(*) FROM sample_states s JOIN annotations a ON a.seq = (SELECT max(seq) FROM annotations
     WHERE task = s.task AND position = s.position) WHERE s.task = ? AND (s.class IS NOT a.class OR s.value IS NOT a.value)`,
  );
  if (!task.blind) expect(last.pluck().get(id)).toBe(0);
}

interface AskedTask {
  readonly task: string;
  readonly answer: () => Answer;
}

interface Given {
  readonly operation: string;
  readonly sample: string;
  readonly answer: Answer;
}

/** Answers without end, a few at a time, in order; tries each call again until it is acknowledged. */
class Labeler {
  readonly acknowledged: Given[] = [];
  /** Calls that were under way when the workbench died. */
  cutOff = 0;
  #working = true;
  readonly #workbench: Workbench;
  readonly #samples: readonly string[];
  readonly #cookie: string;

  constructor(parts: { workbench: Workbench; samples: readonly string[]; cookie: string }) {
    this.#workbench = parts.workbench;
    this.#samples = parts.samples;
    this.#cookie = parts.cookie;
  }

  stop(): void {
    this.#working = false;
  }

  /** Waits for the next answers that are acknowledged. */
  async next(): Promise<void> {
    const before = this.acknowledged.length;
    while (this.#working && this.acknowledged.length === before) await pause(1);
  }

  async work(): Promise<void> {
    while (this.#working) {
      const { task, answer } = oneOf(tasks);
      await this.#save(task, this.#answers(answer));
    }
  }

  #answers(answer: () => Answer): Given[] {
    return Array.from({ length: 1 + Math.floor(Math.random() * 5) }, () => ({
      operation: randomUUID(),
      sample: oneOf(this.#samples),
      answer: answer(),
    }));
  }

  async #save(task: string, answers: readonly Given[]): Promise<void> {
    for (;;) {
      try {
        const { saved } = await this.#workbench.call<{ saved: number }>(
          'labeling/annotate',
          { task, answers },
          this.#cookie,
        );
        expect(saved).toBe(answers.length);
        this.acknowledged.push(...answers);
        return;
      } catch (thrown) {
        // Only the death of the workbench may stop an answer; a refusal is a failure of this test.
        if (!(thrown instanceof TypeError)) throw thrown;
        if (!isRefused(thrown)) this.cutOff++;
        await pause(20);
      }
    }
  }
}

/** The server in a process of its own, on one port across its lives. */
class Workbench {
  #process: ChildProcess | undefined;
  #address = '';
  #cookie = '';

  async start(): Promise<void> {
    const port = this.#address === '' ? '0' : new URL(this.#address).port;
    const child = spawn(process.execPath, [SERVER, '--workspace', workspace, '--port', port], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') },
    });
    this.#process = child;
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const ready = JSON.parse(line) as { address: string; signIn: string };
    this.#address = ready.address;
    if (this.#cookie === '') this.#cookie = await signIn(ready.signIn);
  }

  async kill(): Promise<void> {
    const child = this.#process!;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Calls a procedure. @throws TypeError when the workbench is not there, Error when it refuses */
  async call<Output>(procedure: string, input: unknown, session?: string): Promise<Output> {
    // A workbench's cookies are named by its port.
    const cookie = session === undefined ? this.#cookie : `lathe-${new URL(this.#address).port}=${session}`;
    const response = await fetch(`${this.#address}/rpc/${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-lathe': '1', cookie },
      body: JSON.stringify({ json: input }),
    });
    const body = await response.text().catch((cause: unknown) => {
      throw new TypeError('the answer broke off', { cause });
    });
    if (!response.ok) throw new Error(`${procedure}: ${response.status} ${body}`);
    return (JSON.parse(body) as { json: Output }).json;
  }
}

/** The workbench was down already: nothing was under way. */
function isRefused({ cause }: TypeError): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

async function signIn(link: string): Promise<string> {
  const response = await fetch(link, { redirect: 'manual' });
  return response.headers.get('set-cookie')!.split(';')[0]!;
}

async function readSamples(workbench: Workbench): Promise<string[]> {
  const page = await workbench.call<{ items: { id: string }[] }>('datasets/samples', {
    dataset,
    limit: SAMPLES,
  });
  return page.items.map(({ id }) => id);
}

/** People with sessions, written as the workbench writes them: it has no invitations yet. @returns their cookies */
function invite(count: number): string[] {
  const store = openStore(workspace);
  const at = new Date().toISOString();
  const person = store.db.prepare('INSERT INTO people (id, name, role, created_at) VALUES (?, ?, ?, ?)');
  const session = store.db.prepare(
    'INSERT INTO sessions (token_sha256, person, created_at, last_seen_at) VALUES (?, ?, ?, ?)',
  );
  const cookies = Array.from({ length: count }, (_, i) => {
    const cookie = randomUUID();
    person.run(`person-${i}`, `Person ${i}`, i % 2 ? 'labeler' : 'engineer', at);
    session.run(createHash('sha256').update(cookie).digest('hex'), `person-${i}`, at, at);
    return cookie;
  });
  store.close();
  return cookies;
}

/** A dataset with two classes, imported from a file as people do it, and tasks of other kinds beside the first. */
async function prepare(): Promise<{ dataset: string; tasks: AskedTask[] }> {
  const file = path.join(folder, 'texts.jsonl');
  const rows = Array.from({ length: SAMPLES }, (_, i) => ({
    text: `text ${i}`,
    label: i < 2 ? 'ab'[i] : null,
  }));
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const app = await createApp({ workspace, host: 'cli' });
  const { client } = app;
  async function done(id: string): Promise<void> {
    for (;;) {
      const job = (await client.jobs.list()).find((each) => each.id === id);
      if (job?.state === 'done') return;
      if (job && job.state !== 'running')
        throw new Error(`the job ${job.state}: ${JSON.stringify(job.error)}`);
      await pause(50);
    }
  }
  async function make(input: Omit<Parameters<typeof client.labeling.createTask>[0], 'dataset' | 'name'>) {
    const made = await client.labeling.createTask({ ...input, dataset: started.dataset, name: input.kind });
    await done(made.job);
    return made.task;
  }
  const started = await client.datasets.import({
    source: { kind: 'path', path: file },
    textColumn: 'text',
    labelColumn: 'label',
  });
  await done(started.job);
  const value = (of: () => Record<string, unknown>) => (): Answer => ({ type: 'value', value: of() });
  const classes = ['a', 'b'];
  const blind = { resolution: 'majority', answersPerItem: 3 } as const;
  const span = () => ({ id: 's', start: 0, end: 1 + Math.floor(Math.random() * 4), label: oneOf(classes) });
  const made = [
    { task: started.dataset, answer: (): Answer => ({ type: 'label', label: oneOf(classes) }) },
    {
      task: await make({ kind: 'multilabel', classes, ...blind }),
      answer: value(() => ({ labels: classes.filter(() => Math.random() < 0.5) })),
    },
    { task: await make({ kind: 'rating', ...blind }), answer: value(() => ({ rating: oneOf([1, 2, 3]) })) },
    {
      task: await make({ kind: 'spans', classes, resolution: 'adjudicated', answersPerItem: 2 }),
      answer: value(() => ({ spans: Math.random() < 0.2 ? [] : [span()] })),
    },
    {
      task: await make({ kind: 'classification', classes, ...blind }),
      answer: value(() => ({ label: oneOf(classes) })),
    },
    { task: await make({ kind: 'text' }), answer: value(() => ({ text: randomUUID() })) },
  ];
  await app.close();
  return { dataset: started.dataset, tasks: made };
}

function oneOf<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)]!;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
