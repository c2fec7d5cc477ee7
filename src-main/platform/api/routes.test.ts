/** Every route with every method, from a stranger and from the owner, with the header of a write and without it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../app.ts';
import type { App } from '../host/app.ts';
import { PROCEDURES } from './gate.ts';
import type { Door } from './index.ts';

const ORIGIN = 'http://127.0.0.1:4321';
const DOOR: Door = { origins: [ORIGIN], trusted: false, local: true };
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'] as const;
type Method = (typeof METHODS)[number];

/** Who asks: with a cookie or not, with the header that a write needs or not. */
interface Caller {
  readonly cookie: boolean;
  readonly header: boolean;
}
const CALLERS: readonly Caller[] = [true, false].flatMap((cookie) =>
  [true, false].map((header) => ({ cookie, header })),
);

let folder: string;
let app: App;
let cookie: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-routes-'));
  app = await createApp({ workspace: folder, host: 'server' });
  const signedIn = await app.fetch(new Request(app.signInLink(ORIGIN)), DOOR);
  cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(method: Method, route: string, caller: Caller): Promise<Response> {
  const body = method === 'GET' || method === 'HEAD' ? null : '{"json":{}}';
  const request = new Request(ORIGIN + route, {
    method,
    body,
    headers: {
      'content-type': 'application/json',
      ...(caller.header && { 'x-lathe': '1' }),
      ...(caller.cookie && { cookie }),
    },
  });
  const response = await app.fetch(request, DOOR);
  await response.body?.cancel();
  return response;
}

/** All that is kept, but when a session was last seen. */
function kept(): string {
  const database = new Database(path.join(folder, 'workspace.db'), { readonly: true });
  try {
    const tables = database
      .prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
      .all();
    const columns = (name: string) => (name === 'sessions' ? 'token_sha256, person, created_at' : '*');
    const rows = tables.map(({ name }) =>
      database
        .prepare(`SELECT ${columns(name)} FROM "${name}"`)
        .raw()
        .all(),
    );
    return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  } finally {
    database.close();
  }
}

/** What a route answers: 405 to other methods, and what its rule says to its own. */
type Expected = (method: Method, caller: Caller) => number;

const only =
  (methods: readonly Method[], own: (caller: Caller, method: Method) => number): Expected =>
  (method, caller) =>
    methods.includes(method) ? own(caller, method) : 405;

const readers =
  (found: number) =>
  ({ cookie }: Caller) =>
    cookie ? found : 401;
const writers =
  (done: number) =>
  ({ cookie, header }: Caller) =>
    !header ? 403 : cookie ? done : 401;
/** Endpoints need a session or a key, and say only then which methods they take. */
const asked =
  (methods: readonly Method[], own: number): Expected =>
  (method, { cookie }) =>
    !cookie ? 401 : methods.includes(method) ? own : 405;

/** Clients of MLflow need a session or a key; other methods are those of pages. */
const ofMlflow =
  (stranger: number, own: number): Expected =>
  (method, { cookie }) => {
    if (method === 'HEAD') return built ? 200 : 503;
    if (!['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) return 405;
    return cookie ? (method === 'GET' || own === 200 ? own : 404) : stranger;
  };

const built = readBuilt();
function readBuilt(): boolean {
  try {
    return readFileSync(path.join(import.meta.dirname, '../../../out/renderer/index.html')).length > 0;
  } catch {
    return false;
  }
}

const NONE = '0'.repeat(64);
const ROUTES: readonly (readonly [string, Expected])[] = [
  ['/', only(['GET', 'HEAD'], () => (built ? 200 : 503))],
  ['/data/some', only(['GET', 'HEAD'], () => (built ? 200 : 503))],
  ['/assets/none.js', only(['GET', 'HEAD'], () => 404)],
  ['/sign-in', only(['GET'], ({ cookie }) => (cookie ? 200 : 401))],
  ['/sign-in?token=none', only(['GET'], ({ cookie }) => (cookie ? 200 : 401))],
  ['/files/upload?name=a', only(['PUT'], writers(200))],
  [`/files/blobs/${NONE}`, only(['GET', 'HEAD'], readers(404))],
  ['/files/exports/none', only(['GET', 'HEAD'], readers(404))],
  [`/files/samples/none/${NONE}`, only(['GET', 'HEAD'], readers(404))],
  ['/rpc/none/such', only(['POST'], writers(404))],
  ['/rpc/', only(['POST'], writers(404))],
  ['/rpc', only(['POST'], writers(404))],
  ['/rpc/session/me', only(['POST'], writers(200))],
  ['/v2', asked(['GET'], 200)],
  ['/v2/health/live', asked(['GET'], 200)],
  ['/v2/health/ready', asked(['GET'], 200)],
  ['/v2/models/none', asked(['GET'], 404)],
  ['/v2/models/none/ready', asked(['GET'], 404)],
  ['/v2/models/none/infer', asked(['POST'], 404)],
  ['/v2/models/none/versions/1', asked(['GET'], 404)],
  ['/v2/models/none/versions/1/ready', asked(['GET'], 404)],
  ['/v2/models/none/versions/1/infer', asked(['POST'], 404)],
  ['/v2/nothing', asked(METHODS, 404)],
  ['/endpoints/none', asked(['GET', 'POST'], 404)],
  ['/endpoints', asked(METHODS, 404)],
  ['/health', ofMlflow(200, 200)],
  ['/api/2.0/mlflow/experiments/get-by-name', ofMlflow(401, 400)],
  ['/api/2.0/mlflow/none', ofMlflow(401, 404)],
];

describe.each(ROUTES)('%s', (route, expected) => {
  it('answers each method as its row says, and a refusal changes nothing', async () => {
    for (const caller of CALLERS)
      for (const method of METHODS) {
        const before = kept();
        const response = await ask(method, route, caller);
        const cell = `${method} ${route} ${JSON.stringify(caller)}`;
        expect(response.status, cell).toBe(expected(method, caller));
        if (response.status === 405) expect(response.headers.get('allow'), cell).toBeTruthy();
        if (response.status >= 400) expect(kept(), cell).toBe(before);
      }
  });
});

it('no procedure runs through any method but POST, nor for a stranger, nor without the header', async () => {
  const before = kept();
  for (const procedure of PROCEDURES) {
    const route = `/rpc/${procedure}`;
    for (const method of METHODS) {
      if (method !== 'POST')
        for (const caller of CALLERS)
          expect((await ask(method, route, caller)).status, `${method} ${route}`).toBe(405);
    }
    const byStranger = await ask('POST', route, { cookie: false, header: true });
    const byPage = await ask('POST', route, { cookie: true, header: false });
    expect([byStranger.status, byPage.status], route).toEqual([401, 403]);
  }
  expect(PROCEDURES.length).toBeGreaterThan(60);
  expect(kept()).toBe(before);
});

it('looking at a sign-in link does not use it up', async () => {
  const link = app.signInLink('');
  for (const method of METHODS)
    if (method !== 'GET')
      expect((await ask(method, link, { cookie: false, header: true })).status, method).toBe(405);
  expect((await ask('GET', link, { cookie: false, header: false })).status).toBe(200);
});

it('a route written in escapes is that route, or none', async () => {
  for (const route of ['/%72pc/session/me', '/rpc%2fsession/me', '//rpc/session/me', '/rpc/session%2fme'])
    for (const method of ['GET', 'HEAD', 'PUT'] as const) {
      const response = await ask(method, route, { cookie: true, header: false });
      expect([200, 403, 404, 405, 503], `${method} ${route}`).toContain(response.status);
      expect(response.headers.get('content-type') ?? '', `${method} ${route}`).not.toContain('"role"');
    }
});
