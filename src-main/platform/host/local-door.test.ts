/** The door of the workspace's owner: who comes in, who does not, and what a killed workbench leaves. */
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../app.ts';
import { startServer } from '../../server.fixture.ts';
import { PROCEDURES } from '../api/gate.ts';
import { enterWorkbench } from '../cli/enter.ts';
import { throughDoor } from '../cli/through-door.ts';
import type { App } from './app.ts';
import { openLocalDoor } from './local-door.ts';
import { LOCAL_ORIGIN, SECRET_HEADER, readRecord } from './local-record.ts';
import { fetchOverSocket } from './socket-fetch.ts';

let folder: string;
let workspace: string;
let app: App;
let door: Awaited<ReturnType<typeof openLocalDoor>> | undefined;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-door-'));
  workspace = path.join(folder, 'workspace');
  app = await createApp({ workspace, host: 'server' });
});
afterEach(async () => {
  await door?.close();
  door = undefined;
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const recorded = () => {
  const record = readRecord(workspace, { ofHolder: true });
  if (!record) throw new Error('nothing is recorded');
  return { ...record, path: path.resolve(workspace, record.socket) };
};

interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

async function ask(route: string, { headers = {}, method = 'POST' }: Asked): Promise<number> {
  const body = method === 'POST' ? '{"json":{}}' : null;
  const type = { 'content-type': 'application/json' };
  const request = new Request(LOCAL_ORIGIN + route, { method, body, headers: type });
  const response = await fetchOverSocket(request, {
    socketPath: recorded().path,
    headers: { host: 'lathe', 'x-lathe': '1', ...headers },
    fresh: true,
  });
  await response.body?.cancel();
  return response.status;
}

describe('who comes in', () => {
  beforeEach(async () => {
    door = await openLocalDoor(app, workspace);
  });

  it('the holder of the secret, as the owner; nobody without it runs any procedure', async () => {
    const { secret } = recorded();
    expect(await ask('/rpc/session/me', { headers: { [SECRET_HEADER]: secret } })).toBe(200);
    for (const given of [undefined, '', 'wrong', secret.slice(1), `${secret}x`]) {
      const headers = given === undefined ? {} : { [SECRET_HEADER]: given };
      expect(await ask('/rpc/session/me', { headers }), given).toBe(401);
    }
    for (const procedure of PROCEDURES) expect(await ask(`/rpc/${procedure}`, {}), procedure).toBe(401);
    expect(await ask('/files/blobs/' + '0'.repeat(64), { method: 'GET' })).toBe(401);
  });

  it('is checked beyond the secret as at every door: header, method, host and origin', async () => {
    const headers = { [SECRET_HEADER]: recorded().secret };
    expect(await ask('/rpc/session/me', { headers: { ...headers, 'x-lathe': '' } })).toBe(403);
    expect(await ask('/rpc/session/me', { headers, method: 'GET' })).toBe(405);
    expect(await ask('/rpc/session/me', { headers: { ...headers, host: '127.0.0.1' } })).toBe(403);
    expect(await ask('/rpc/session/me', { headers: { ...headers, origin: 'http://evil.example' } })).toBe(
      403,
    );
  });

  it('lets files in and out, and events', async () => {
    const there = await throughDoor(workspace);
    if (!there) throw new Error('there is no door');
    const upload = { method: 'PUT', body: 'text,label\na b,x\nc d,y\n' };
    const { id } = (await (await there.fetch('/files/upload?name=a.csv', upload)).json()) as { id: string };
    const leave = new AbortController();
    const events = await there.client.events(undefined, { signal: leave.signal });
    const { job } = await there.client.datasets.import({ source: { kind: 'upload', id } });
    for await (const event of events)
      if (event.type === 'job' && event.job.id === job && event.job.state === 'done') break;
    leave.abort();
    expect((await there.client.datasets.list({})).items).toMatchObject([{ name: 'a', samples: 2 }]);
    expect((await there.fetch(`/files/blobs/${'0'.repeat(64)}`)).status).toBe(404);
  });
});

describe.skipIf(process.platform === 'win32')('where it lies', () => {
  it('is its owner’s alone, and the record too; both go with the workbench', async () => {
    door = await openLocalDoor(app, workspace);
    const { path: socket } = recorded();
    const modes = [socket, path.dirname(socket), path.join(workspace, 'local.json')];
    expect(modes.map((file) => lstatSync(file).mode & 0o777)).toEqual([0o600, 0o700, 0o600]);
    await door.close();
    expect([existsSync(socket), existsSync(path.join(workspace, 'local.json'))]).toEqual([false, false]);
    expect(await throughDoor(workspace)).toBeNull();
  });

  it('a workspace that others may look into, or with a long path, has its socket in a private folder', async () => {
    chmodSync(workspace, 0o755);
    door = await openLocalDoor(app, workspace);
    const { path: socket } = recorded();
    expect([path.isAbsolute(recorded().socket), lstatSync(path.dirname(socket)).mode & 0o777]).toEqual([
      true,
      0o700,
    ]);
    expect(await throughDoor(workspace)).not.toBeNull();
    await door.close();
    expect(existsSync(path.dirname(socket))).toBe(false);

    const long = path.join(folder, 'long'.repeat(30));
    const other = await createApp({ workspace: long, host: 'server' });
    const itsDoor = await openLocalDoor(other, long);
    const record = readRecord(long, { ofHolder: false });
    expect(Buffer.byteLength(record?.socket ?? '')).toBeLessThanOrEqual(103);
    expect(await throughDoor(long)).not.toBeNull();
    await itsDoor.close();
    await other.close();
  });

  it('is refused where others could stand behind it', async () => {
    door = await openLocalDoor(app, workspace);
    const { path: socket } = recorded();
    chmodSync(socket, 0o660);
    await expect(throughDoor(workspace)).rejects.toMatchObject({ key: 'house.doorNotOwn' });
    chmodSync(socket, 0o600);
    chmodSync(workspace, 0o770);
    await expect(throughDoor(workspace)).rejects.toMatchObject({ key: 'house.doorNotOwn' });
    chmodSync(workspace, 0o700);
    chmodSync(path.join(workspace, 'local.json'), 0o644);
    expect(await throughDoor(workspace)).toBeNull();
  });

  it('is not taken for the door of a copy, nor that of a process that is gone for another’s', async () => {
    chmodSync(workspace, 0o755);
    door = await openLocalDoor(app, workspace);
    const copy = path.join(folder, 'copy');
    cpSync(workspace, copy, { recursive: true });
    expect(readRecord(copy, { ofHolder: true })).not.toBeNull();
    expect(await throughDoor(copy)).toBeNull();
    writeFileSync(path.join(workspace, 'lock.pid'), '1');
    expect(await throughDoor(workspace)).toBeNull();
  });

  it('a file in its place stays, and the door opens elsewhere', async () => {
    writeFileSync(path.join(workspace, 'local.sock'), 'mine');
    door = await openLocalDoor(app, workspace);
    expect(path.dirname(recorded().path)).not.toBe(workspace);
    expect(await throughDoor(workspace)).not.toBeNull();
    expect(readFileSync(path.join(workspace, 'local.sock'), 'utf8')).toBe('mine');
  });
});

it.skipIf(process.platform === 'win32')(
  'what a killed workbench left is never mistaken, and cleared away',
  async () => {
    const shared = path.join(folder, 'killed');
    const { end } = await startServer(shared);
    const record = readRecord(shared, { ofHolder: true });
    const socket = path.resolve(shared, record?.socket ?? '');
    expect(await throughDoor(shared)).not.toBeNull();
    await end('SIGKILL');
    expect(existsSync(socket)).toBe(true);
    expect(await throughDoor(shared)).toBeNull();

    // As one that lay outside, in a folder of its own.
    const outside = mkdtempSync(path.join(os.tmpdir(), 'lathe-'));
    renameSync(socket, path.join(outside, 'local.sock'));
    const left = { pid: record?.pid, socket: path.join(outside, 'local.sock'), secret: record?.secret };
    writeFileSync(path.join(shared, 'local.json'), JSON.stringify(left), { mode: 0o600 });
    expect(await throughDoor(shared)).toBeNull();
    const again = await startServer(shared);
    expect(existsSync(outside)).toBe(false);
    expect(await throughDoor(shared)).not.toBeNull();
    await again.end('SIGTERM');
    const here = await enterWorkbench(shared, () => createApp({ workspace: shared, host: 'cli' }));
    expect(here.app).not.toBeNull();
    await here.close();
  },
  60_000,
);
