/** Bodies that are too large, too deep, too slow or of another kind, sent to a real server: refused, and what that costs. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cookieOf } from '../../signed-in.fixture.ts';
import { programOf } from '../../programs.fixture.ts';

const MEGABYTE = 2 ** 20;
const LENGTH = 250 * MEGABYTE;
/** `{},` again and again: what a parser makes of it takes thirty times as much. */
const OBJECTS = Buffer.from('{},'.repeat(MEGABYTE / 2));

let folder: string;
let server: ChildProcess;
let port: number;
let address: string;
let cookie: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-bodies-'));
  const args = [programOf('server'), '--workspace', path.join(folder, 'workspace'), '--port', '0'];
  server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: server.stdout! }), 'line')) as [string];
  const ready = JSON.parse(line) as { address: string; signIn: string };
  address = ready.address;
  port = Number(new URL(address).port);
  cookie = await cookieOf(ready.signIn);
});
afterAll(async () => {
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  await gone;
  rmSync(folder, { recursive: true, force: true });
});

/** The most memory the server ever held, in bytes; null where the kernel does not tell. */
function peak(): number | null {
  if (process.platform !== 'linux') return null;
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

interface Sent {
  readonly to: string;
  readonly method?: string;
  readonly signed?: boolean;
  readonly type?: string;
  /** Tells its length before, or comes in pieces of unknown number. */
  readonly told?: boolean;
  readonly body?: (socket: Socket) => Promise<void>;
}

/** Sends what a client of good manners would not, over a bare socket. @returns the status, and what was answered */
async function send(request: Sent): Promise<{ status: number; text: string }> {
  const { to, method = 'POST', signed = false, type = 'application/json', told = true } = request;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const over = new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    socket.on('data', () => /\r\n\r\n[^]*\}/.test(text) && resolve());
  });
  const head = [
    `${method} ${to} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    `content-type: ${type}`,
    told ? `content-length: ${LENGTH}` : 'transfer-encoding: chunked',
    ...(to.startsWith('/endpoints') || to.startsWith('/v2') ? [] : ['x-lathe: 1']),
    ...(signed ? [`cookie: ${cookie}`] : []),
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  void (request.body ?? flood(told))(socket).catch(() => undefined);
  await over;
  socket.destroy();
  return { status: Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1]), text };
}

/** 250 MB as fast as they are taken, until the other side hangs up. */
const flood = (told: boolean) => async (socket: Socket) => {
  for (let sent = 0; sent < LENGTH && !socket.destroyed; sent += OBJECTS.length) {
    const piece = told ? OBJECTS.subarray(0, Math.min(OBJECTS.length, LENGTH - sent)) : chunked(OBJECTS);
    if (!socket.write(piece))
      await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined);
  }
};

const chunked = (piece: Buffer) =>
  Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);

describe('250 MB of {},', () => {
  let before: number | null;
  beforeEach(() => {
    before = peak();
  });

  it.each([
    ['of a stranger is refused before it is read', { to: '/rpc/jobs/list' }, 401],
    ['of a stranger in pieces too', { to: '/rpc/jobs/list', told: false }, 401],
    ['of a stranger to nothing', { to: '/rpc/none' }, 401],
    ['of a stranger to an endpoint', { to: '/endpoints/none' }, 401],
    ['of a stranger to an endpoint, in pieces', { to: '/v2/models/none/infer', told: false }, 401],
    ['of a stranger as an upload', { to: '/files/upload', method: 'PUT' }, 401],
    ['of the owner is larger than a call may be', { to: '/rpc/jobs/list', signed: true }, 413],
    ['of the owner in pieces', { to: '/rpc/jobs/cancel', signed: true, told: false }, 413],
    ['of the owner to a model', { to: '/rpc/serving/predict', signed: true, told: false }, 413],
    ['of the owner as a form', { to: '/rpc/jobs/list', signed: true, type: 'multipart/form-data' }, 415],
    [
      'as a form of the owner in pieces',
      { to: '/rpc/jobs/list', signed: true, type: 'text/plain', told: false },
      415,
    ],
  ] as const)('%s', async (_, request, status) => {
    expect((await send(request)).status).toBe(status);
    const now = peak();
    // What was sent by then may lie in buffers, what it would be parsed to may not.
    if (now !== null && before !== null) expect((now - before) / MEGABYTE).toBeLessThan(120);
  });

  it('left the workbench at work, and never far above where it began', async () => {
    const me = await call('session/me', '{}');
    expect(me.status).toBe(200);
    const most = peak();
    if (most !== null) expect(most / MEGABYTE).toBeLessThan(600);
  });
});

async function call(procedure: string, body: string): Promise<Response> {
  const headers = { 'x-lathe': '1', 'content-type': 'application/json', cookie };
  return fetch(`${address}/rpc/${procedure}`, { method: 'POST', headers, body });
}

const keyOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { json: { data: { key: string } } }).json.data.key;

describe('a body that fits by its length', () => {
  const nested = `{"json":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;

  it('may not be a million lists deep', async () => {
    const response = await call('jobs/cancel', nested);
    expect([response.status, await keyOf(response)]).toEqual([400, 'house.jsonTooDeep']);
    const headers = { 'content-type': 'application/json', cookie };
    for (const to of ['/endpoints/none', '/v2/models/none/infer'])
      expect((await fetch(address + to, { method: 'POST', headers, body: nested })).status).toBe(404);
  });

  it('may not hold more objects than a call has use for', async () => {
    const response = await call('jobs/cancel', `{"json":[${'{},'.repeat(1_000_000)}{}]}`);
    expect([response.status, await keyOf(response)]).toEqual([413, 'house.jsonTooMuch']);
  });

  it('is not taken compressed, whose length says nothing', async () => {
    const headers = {
      'x-lathe': '1',
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      cookie,
    };
    const response = await fetch(`${address}/rpc/jobs/list`, { method: 'POST', headers, body: '{}' });
    expect([response.status, await keyOf(response)]).toEqual([415, 'house.bodyNotJson']);
  });
});
