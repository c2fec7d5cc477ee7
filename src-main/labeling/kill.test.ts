import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { programOf } from '../programs.fixture.ts';

/**
 * A workbench that serves HTTP is killed a hundred times while labelers keep answering and retrying; whatever it
 * acknowledged must be there, once. SIGKILL ends the process, not the machine: what was written but not flushed would
 * survive it, so that `synchronous=FULL` holds is shown by the store's own tests.
 */
const KILLS = 100;
const LABELERS = 3;
const SAMPLES = 500;
const SERVER = programOf('server');

let folder: string;
let workspace: string;
let dataset: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-kill-'));
  workspace = path.join(folder, 'workspace');
  dataset = await importTexts();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('loses no acknowledged answer and doubles none when the workbench is killed 100 times', async () => {
  const workbench = new Workbench();
  await workbench.start();
  const samples = await readSamples(workbench);
  const labelers = Array.from({ length: LABELERS }, () => new Labeler(workbench, samples));
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
  expectOnceEach(acknowledged, samples.slice(0, 2));
  // A limit for what hangs, not a measure.
}, 900_000);

/** Reads the database as the killed process left it. */
function expectOnceEach(acknowledged: readonly Given[], imported: readonly string[]): void {
  const store = openStore(workspace);
  try {
    expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
    const rows = store.db
      .prepare<[], { operation: string; count: number }>(
        'SELECT operation, count(*) AS count FROM annotations GROUP BY operation',
      )
      .all();
    const found = new Map(rows.map(({ operation, count }) => [operation, count]));
    expect(acknowledged.filter(({ operation }) => found.get(operation) !== 1)).toEqual([]);
    // Every labeler ends with all its answers acknowledged, so there is nothing beyond them.
    expect(found.size).toBe(acknowledged.length);
    const labeled = new Set([...imported, ...acknowledged.map(({ sample }) => sample)]);
    expectStatesToFollow(store, labeled.size);
  } finally {
    store.close();
  }
}

/** Each sample carries the label of its last event, and the counters count what is there. */
function expectStatesToFollow(store: Store, labeled: number): void {
  const wrong = store.db
    .prepare(
      `SELECT s.position FROM sample_states s JOIN annotations a ON a.seq =
         (SELECT max(seq) FROM annotations WHERE task = s.task AND position = s.position)
       WHERE s.class IS NOT a.class`,
    )
    .all();
  expect(wrong).toEqual([]);
  const counted = store.db
    .prepare('SELECT count(*) AS total, count(class) AS labeled FROM sample_states WHERE task = ?')
    .get(dataset);
  expect(store.db.prepare('SELECT total, labeled FROM labeling_counts WHERE task = ?').get(dataset)).toEqual(
    counted,
  );
  expect(counted).toEqual({ total: SAMPLES, labeled });
}

interface Given {
  readonly operation: string;
  readonly sample: string;
  readonly answer: { readonly type: 'label'; readonly label: string };
}

/** Answers without end, a few at a time, in order; tries each call again until it is acknowledged. */
class Labeler {
  readonly acknowledged: Given[] = [];
  /** Calls that were under way when the workbench died. */
  cutOff = 0;
  #working = true;
  readonly #workbench: Workbench;
  readonly #samples: readonly string[];

  constructor(workbench: Workbench, samples: readonly string[]) {
    this.#workbench = workbench;
    this.#samples = samples;
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
    while (this.#working) await this.#save(this.#answers());
  }

  #answers(): Given[] {
    return Array.from({ length: 1 + Math.floor(Math.random() * 5) }, () => ({
      operation: randomUUID(),
      sample: this.#samples[Math.floor(Math.random() * this.#samples.length)]!,
      answer: { type: 'label', label: Math.random() < 0.5 ? 'a' : 'b' } as const,
    }));
  }

  async #save(answers: readonly Given[]): Promise<void> {
    for (;;) {
      try {
        const { saved } = await this.#workbench.call<{ saved: number }>('labeling/annotate', {
          dataset,
          answers,
        });
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
  async call<Output>(procedure: string, input: unknown): Promise<Output> {
    const response = await fetch(`${this.#address}/rpc/${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-lathe': '1', cookie: this.#cookie },
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

/** A dataset with two classes, imported from a file as people do it. */
async function importTexts(): Promise<string> {
  const file = path.join(folder, 'texts.jsonl');
  const rows = Array.from({ length: SAMPLES }, (_, i) => ({
    text: `text ${i}`,
    label: i < 2 ? 'ab'[i] : null,
  }));
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const app = await createApp({ workspace, host: 'cli' });
  try {
    const started = await app.client.datasets.import({
      source: { kind: 'path', path: file },
      textColumn: 'text',
      labelColumn: 'label',
    });
    for (;;) {
      const job = (await app.client.jobs.list()).find(({ id }) => id === started.job);
      if (job?.state === 'done') return started.dataset;
      if (job && job.state !== 'running')
        throw new Error(`the import ${job.state}: ${JSON.stringify(job.error)}`);
      await pause(50);
    }
  } finally {
    await app.close();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
