import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../app.ts';
import type { App } from '../host/app.ts';
import { encodePng } from '../../images/index.ts';
import type { Door } from './index.ts';

const ORIGIN = 'http://127.0.0.1:4321';
const DOOR: Door = { origins: [ORIGIN, 'http://localhost:4321'], trusted: false, local: true };
const WRITE = { 'x-lathe': '1', 'content-type': 'application/json' };

let folder: string;
let app: App;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-api-'));
  app = await createApp({ workspace: folder, host: 'server' });
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (address: string, headers: Record<string, string> = {}, door = DOOR) =>
  app.fetch(new Request(`${ORIGIN}${address}`, { headers }), door);
const call = (procedure: string, headers: Record<string, string>, body = '{}', door = DOOR) =>
  app.fetch(new Request(`${ORIGIN}/rpc/${procedure}`, { method: 'POST', headers, body }), door);

/** A new sign-in link, without its origin. */
const link = () => app.signInLink('');

async function signIn(): Promise<string> {
  const response = await get(link());
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

describe('addresses', () => {
  it('of another host are refused, which stops DNS rebinding', async () => {
    const response = await app.fetch(new Request('http://evil.example:4321/'), DOOR);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      data: { key: 'house.foreignHost', parameters: { host: 'evil.example:4321' } },
    });
  });

  it('of loopback on another port are refused as well', async () => {
    expect((await app.fetch(new Request('http://127.0.0.1:9999/'), DOOR)).status).toBe(403);
  });

  it('are accepted under each name of the door', async () => {
    expect((await app.fetch(new Request('http://localhost:4321/v2/health/live'), DOOR)).status).not.toBe(403);
  });

  it('whose request comes from a foreign page are refused, reads too', async () => {
    const response = await get('/rpc/session/me', { origin: 'https://evil.example' });
    expect(await response.json()).toMatchObject({ data: { key: 'house.foreignOrigin' } });
  });
});

describe('a write', () => {
  it('needs the header that no foreign form can send', async () => {
    const cookie = await signIn();
    const response = await call('session/me', { cookie, 'content-type': 'application/json' });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ data: { key: 'house.headerMissing' } });
  });

  it('needs someone who signed in', async () => {
    const response = await call('session/me', WRITE);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ json: { data: { key: 'house.notSignedIn' } } });
  });

  it('to an endpoint needs JSON or an image instead of the header', async () => {
    const post = (path: string, type: string) =>
      app.fetch(
        new Request(`${ORIGIN}${path}`, { method: 'POST', headers: { 'content-type': type }, body: 'x' }),
        DOOR,
      );
    expect((await post('/endpoints/none', 'application/json')).status).toBe(401);
    expect((await post('/endpoints/none', 'image/png')).status).toBe(401);
    const form = await post('/endpoints/none', 'application/x-www-form-urlencoded');
    expect(form.status).toBe(415);
    const says = expect.stringContaining('application/json');
    expect(await form.json()).toEqual({ error: says, hint: expect.any(String), code: 'UNSUPPORTED' });
    const protocol = await post('/v2/models/none/infer', 'text/plain');
    expect([protocol.status, await protocol.json()]).toEqual([415, { error: says }]);
  });
});

describe('signing in', () => {
  it('gives a cookie no script can read, and the cookie says who I am', async () => {
    const response = await get(link());
    expect(response.headers.get('set-cookie')).toMatch(
      /^lathe-4321=\S+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const me = await call('session/me', { ...WRITE, cookie: await signIn() });
    expect(await me.json()).toMatchObject({ json: { role: 'owner' } });
  });

  it('with a wrong secret is refused', async () => {
    const response = await get('/sign-in?token=guess');
    expect(response.status).toBe(401);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('works once, within two minutes, and says in words when it is too late', async () => {
    const once = link();
    const html = { accept: 'text/html' };
    expect((await app.fetch(new Request(ORIGIN + once, { method: 'HEAD' }), DOOR)).status).toBe(405);
    expect((await get(once)).headers.get('set-cookie')).toContain('lathe-4321=');
    const again = await get(once, html);
    expect([again.status, again.headers.get('set-cookie')]).toEqual([401, null]);
    const words = await again.text();
    expect(words).toContain('has been used already');
    expect(words).toContain('请在运行 Lathe 的终端');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const late = link();
      vi.advanceTimersByTime(121_000);
      expect((await get(late)).status).toBe(401);
    } finally {
      vi.useRealTimers();
    }
  });

  it('goes on to the window where someone is signed in already', async () => {
    const cookie = await signIn();
    const again = await get('/sign-in?token=used', { cookie, accept: 'text/html' });
    expect(again.status).toBe(200);
    expect(await again.text()).toContain('http-equiv="refresh" content="0;url=/"');
  });

  it('that is taken back ends what it had open', async () => {
    const cookie = await signIn();
    const events = await call('events', { ...WRITE, cookie });
    const reader = events.body!.getReader();
    expect((await reader.read()).done).toBe(false);
    const [session] = await app.client.session.list();
    await app.client.session.revoke({ id: session!.id });
    // Without the revoked session's end this waits for the next event, and there is none.
    for (let ended = false; !ended;) ended = (await reader.read()).done;
    expect((await call('events', { ...WRITE, cookie })).status).toBe(401);
  });

  it('can be taken back', async () => {
    const cookie = await signIn();
    const [session] = await app.client.session.list();
    await app.client.session.revoke({ id: session!.id });
    expect((await call('session/me', { ...WRITE, cookie })).status).toBe(401);
  });

  it('is not asked of the desktop behind its socket', async () => {
    expect((await call('session/me', WRITE, '{}', { ...DOOR, trusted: true })).status).toBe(200);
  });
});

it('bad input names the field and what is wrong with it', async () => {
  const cookie = await signIn();
  const response = await call('jobs/cancel', { ...WRITE, cookie }, JSON.stringify({ json: { id: 5 } }));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    json: { data: { key: 'house.badInput', parameters: { where: 'id' } } },
  });
});

describe('files', () => {
  async function upload(bytes: string): Promise<Response> {
    const request = new Request(`${ORIGIN}/files/upload?name=a.csv`, {
      method: 'PUT',
      body: bytes,
      headers: { 'x-lathe': '1', cookie: await signIn() },
    });
    return app.fetch(request, DOOR);
  }

  it('are uploaded by people who signed in', async () => {
    expect(await (await upload('text,label\n')).json()).toMatchObject({
      bytes: 11,
      id: expect.stringMatching(/^upload-/),
    });
    const stranger = new Request(`${ORIGIN}/files/upload?name=a.csv`, {
      method: 'PUT',
      body: 'x',
      headers: { 'x-lathe': '1' },
    });
    expect((await app.fetch(stranger, DOOR)).status).toBe(401);
  });

  it('outside the window’s folder are never served', async () => {
    for (const address of [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/package.json',
      '/assets/..%5c..%5cpackage.json',
    ]) {
      const body = await (await get(address)).text();
      expect(body).not.toContain('"dependencies"');
    }
  });

  it('that are images of samples are shown to people who signed in, as what they are', async () => {
    const cookie = await signIn();
    const image = encodePng({ width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 255) });
    mkdirSync(path.join(folder, 'pets', 'cat'), { recursive: true });
    writeFileSync(path.join(folder, 'pets', 'cat', '1.png'), image);
    const source = { kind: 'path', path: path.join(folder, 'pets') } as const;
    const { dataset, job } = await app.client.datasets.import({ source });
    const state = async () => (await app.client.jobs.list()).find(({ id }) => id === job)?.state;
    while ((await state()) === 'running') await new Promise((resolve) => setTimeout(resolve, 20));
    const [sample] = (await app.client.datasets.samples({ dataset, offset: 0, limit: 1 })).items;
    const address = `/files/samples/${dataset}/${sample!.id}`;
    expect((await get(address)).status).toBe(401);
    const shown = await get(`${address}?small`, { cookie });
    expect(Buffer.from(await shown.arrayBuffer()).equals(image)).toBe(true);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(shown.headers.get('cache-control')).toContain('immutable');
    const tag = shown.headers.get('etag') ?? '';
    expect((await get(address, { cookie, 'if-none-match': tag })).status).toBe(304);
    expect((await get(`/files/samples/${dataset}/${'0'.repeat(64)}`, { cookie })).status).toBe(404);
  });

  it('that are not in the store are named, and their names cannot leave it', async () => {
    const cookie = await signIn();
    expect((await get(`/files/blobs/${'0'.repeat(64)}`, { cookie })).status).toBe(404);
    expect((await get('/files/blobs/..%2f..%2fworkspace.db', { cookie })).status).toBe(404);
  });
});

describe('the stream of events', () => {
  /** The events of a stream until one is `wanted`, as [id, type]. */
  async function read(
    headers: Record<string, string>,
    wanted: (type: string) => boolean,
  ): Promise<[string, string][]> {
    const leave = new AbortController();
    const request = new Request(`${ORIGIN}/rpc/events`, {
      method: 'POST',
      headers,
      body: '{}',
      signal: leave.signal,
    });
    const { body } = await app.fetch(request, DOOR);
    const seen: [string, string][] = [];
    let text = '';
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
        const [, id, type] = /id: (\S+)\ndata: .*?"type":"(\w+)"/.exec(text.slice(0, end)) ?? [];
        if (id && type) seen.push([id, type]);
      }
      if (seen.some(([, type]) => wanted(type))) break;
    }
    leave.abort();
    return seen;
  }

  it('goes on after the Last-Event-ID: what happened meanwhile is told, and nothing twice', async () => {
    const headers = { ...WRITE, cookie: await signIn() };
    const [first] = await read(headers, (type) => type === 'reset');
    expect(first?.[1]).toBe('reset');
    const file = path.join(folder, 'a.csv');
    writeFileSync(file, 'text,label\na b,x\nc d,y\n');
    await app.client.datasets.import({ source: { kind: 'path', path: file }, textColumn: 'text' });
    const missed = await read({ ...headers, 'last-event-id': first![0] }, (type) => type === 'changed');
    expect(missed.map(([, type]) => type)).toContain('job');
    expect(missed.map(([, type]) => type)).not.toContain('reset');
    const again = await read({ ...headers, 'last-event-id': missed[0]![0] }, (type) => type === 'changed');
    expect(again[0]).toEqual(missed[1]);
  });
});

it('a workbench whose door stays open finds out by itself what it can train on', async () => {
  const database = new Database(path.join(folder, 'workspace.db'), { readonly: true });
  const tried = database.prepare('SELECT provider FROM providers').pluck();
  app.opened();
  await expect.poll(() => tried.all(), { timeout: 120_000 }).toContain('webgpu');
  database.close();
});
