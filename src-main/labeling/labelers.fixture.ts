/** @file Labelers who answer tasks of every kind over HTTP, and a workbench that can be killed under them; for tests of what is lost. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import type { Answer } from '../../src-shared/contract.ts';
import { createSampleReader } from '../datasets/index.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { launch } from '../programs.fixture.ts';
import { prepareQueries } from './queries.ts';
import { settle } from './settle.ts';
import { Tasks } from './tasks.ts';

/** A workspace with datasets of texts, images and pairs, and tasks of every way to answer, the first of the texts among them. */
export interface Ground {
  readonly folder: string;
  readonly workspace: string;
  readonly tasks: readonly AskedTask[];
}

export interface AskedTask {
  readonly task: string;
  readonly answer: () => Answer;
  /** What is answered. */
  readonly samples: readonly string[];
}

export interface Given {
  readonly operation: string;
  readonly sample: string;
  readonly answer: Answer;
}

/** Answers, a few at a time, in order; tries each call again until it is acknowledged. */
export class Labeler {
  readonly acknowledged: Given[] = [];
  /** Calls that were under way when the workbench died. */
  cutOff = 0;
  #working = true;
  readonly #workbench: Workbench;
  readonly #tasks: readonly AskedTask[];
  readonly #cookie: string;

  constructor(parts: { workbench: Workbench; tasks: readonly AskedTask[]; cookie: string }) {
    this.#workbench = parts.workbench;
    this.#tasks = parts.tasks;
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

  /** Without end, until it is told to stop. */
  async work(): Promise<void> {
    while (this.#working) {
      const asked = oneOf(this.#tasks);
      await this.#save(asked.task, answersTo(asked));
    }
  }

  /** Loses the connection in the midst of one save, and then saves the same again. */
  async workCutOff(): Promise<void> {
    const asked = oneOf(this.#tasks);
    const { task } = asked;
    const answers = answersTo(asked);
    await this.#workbench.cutOff('labeling/annotate', { task, answers }, this.#cookie);
    await this.#save(task, answers);
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

function answersTo({ samples, answer }: AskedTask): Given[] {
  return Array.from({ length: 1 + Math.floor(Math.random() * 5) }, () => ({
    operation: randomUUID(),
    sample: oneOf(samples),
    answer: answer(),
  }));
}

/** The server in a process of its own, on one port across its lives. */
export class Workbench {
  /** What it said to its terminal beside its address. */
  complaints = '';
  #process: ChildProcess | undefined;
  #address = '';
  #cookie = '';
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  async start(): Promise<void> {
    const port = this.#address === '' ? '0' : new URL(this.#address).port;
    const { folder, workspace } = this.#ground;
    const child = spawn(process.execPath, launch('server', '--workspace', workspace, '--port', port), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') },
    });
    this.#process = child;
    child.stderr.setEncoding('utf8').on('data', (words: string) => (this.complaints += words));
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const ready = JSON.parse(line) as { address: string; signIn: string };
    this.#address = ready.address;
    if (this.#cookie === '') this.#cookie = await signIn(ready.signIn);
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Lets it end by itself: it then keeps its compiled code for its next lives, which a killed one does not. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process!;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  /**
   * Calls a procedure over a connection that goes away: before the request is whole, while it is worked on, or while it is
   * answered. Whatever the workbench says is lost.
   */
  async cutOff(procedure: string, input: unknown, session: string): Promise<void> {
    const { hostname, port } = new URL(this.#address);
    const body = JSON.stringify({ json: input });
    const request = [
      `POST /rpc/${procedure} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      'Content-Type: application/json',
      'X-Lathe: 1',
      `Cookie: lathe-${port}=${session}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n');
    const socket = net.connect(Number(port), hostname);
    // Gone is what it is meant to be.
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const way = Math.random();
    socket.write(way < 0.25 ? request.slice(0, Math.floor(Math.random() * request.length)) : request);
    if (way < 0.75) await pause(Math.random() * 8);
    else await once(socket, 'data');
    socket.destroy();
    if (!socket.closed) await once(socket, 'close');
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

/** People with sessions, written as the workbench writes them: it has no invitations yet. @returns their cookies */
export function invite(workspace: string, count: number): string[] {
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

export function oneOf<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)]!;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Reads the database as the last process left it: each acknowledged answer is there once, and nothing else is. */
export function expectOnceEach({ workspace, tasks }: Ground, acknowledged: readonly Given[]): void {
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
    for (const { task, samples } of tasks) expectToFollow(store, task, samples.length);
  } finally {
    store.close();
  }
}

/** What is stored of a task is what its events come to, and the counters count what is there. */
function expectToFollow(store: Store, id: string, items: number): void {
  const { db } = store;
  const queries = prepareQueries(db);
  const task = new Tasks({ queries, samples: createSampleReader(store), now: () => new Date() }).require(id);
  const stored = () =>
    ['sample_states', 'labeling_counts', 'current_answers', 'author_counts', 'label_facets'].map((table) =>
      db.prepare(`SELECT * FROM ${table} WHERE task = ?`).all(id),
    );
  const before = stored();
  expect(before[0]).toHaveLength(items);
  store.tx(() => {
    for (let position = 0; position < items; position++) settle(queries, task, position);
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
