/** Who may ask endpoints, seen from the HTTP door of the whole workbench. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApiKey } from '../../src-shared/contract.ts';
import type { Door } from '../platform/api/index.ts';
import { createApp } from '../app.ts';
import type { App } from '../platform/host/app.ts';
import { createSession } from '../platform/cli/session.ts';
import { inProcess } from '../platform/cli/workbench.ts';
import { houses } from '../models/worker/small-models.fixture.ts';

const ORIGIN = 'http://127.0.0.1:4321';
const DOOR: Door = { origins: [ORIGIN], trusted: false, local: true };
const HOUSE = JSON.stringify({ row: { area: 60.5, built: '1970-01-11', town: 'Köln' } });

let folder: string;
let app: App;
let model: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-keys-'));
  app = await createApp({ workspace: path.join(folder, 'workspace'), host: 'server' });
  const file = path.join(folder, 'houses.onnx');
  writeFileSync(file, houses());
  const imported = await app.client.models.import({ source: { kind: 'path', path: file } });
  const ignored = () => undefined;
  const terminal = {
    shell: process,
    json: true,
    result: ignored,
    line: ignored,
    piece: ignored,
    say: ignored,
    progress: ignored,
    isClosed: () => false,
    endProgress: ignored,
    error: ignored,
    leaveWith: ignored,
  };
  await createSession({ workbench: inProcess(app), terminal }).follow(imported.job);
  ({ model } = imported);
  for (const name of ['houses', 'other']) await app.client.serving.deploy({ model, name });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await app.client.serving.setAccess({ anyone: false });
  for (const { id } of await app.client.serving.keys()) await app.client.serving.revokeKey({ id });
});

function ask(to: string, headers: Record<string, string> = {}): Promise<Response> {
  const post = to.startsWith('/endpoints/') || to.endsWith('/infer');
  const request = new Request(ORIGIN + to, {
    method: post ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', ...headers },
    body: post ? HOUSE : null,
  });
  return app.fetch(request, DOOR);
}

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

describe('an endpoint', () => {
  it('answers no one who has neither a key nor a session', async () => {
    for (const to of [
      '/endpoints/houses',
      '/endpoints/none',
      '/v2',
      '/v2/health/live',
      '/v2/models/houses',
    ]) {
      const response = await ask(to);
      expect([response.status, response.headers.get('www-authenticate')], to).toEqual([401, 'Bearer']);
      expect(await response.text(), to).toContain('Authorization: Bearer');
    }
  });

  it('answers a key until it is revoked, and the key says when it was last used', async () => {
    const { key, secret } = await app.client.serving.createKey({ name: 'reports' });
    expect(await listed(key.id)).toMatchObject({ name: 'reports', endpoint: null, lastUsedAt: null });
    const response = await ask('/endpoints/houses', bearer(secret));
    expect([response.status, await response.json()]).toEqual([200, { value: expect.closeTo(1231, 0) }]);
    expect((await ask('/v2/models/other', bearer(secret))).status).toBe(200);
    expect((await listed(key.id))?.lastUsedAt).toMatch(/^\d{4}-/);
    await app.client.serving.revokeKey({ id: key.id });
    const refused = await ask('/endpoints/houses', bearer(secret));
    expect([refused.status, await refused.text()]).toEqual([401, expect.stringContaining('revoked')]);
    await expect(app.client.serving.revokeKey({ id: key.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('answers a key that is bound to it, and no other', async () => {
    const { secret } = await app.client.serving.createKey({ name: 'one', endpoint: 'houses' });
    expect((await ask('/endpoints/houses', bearer(secret))).status).toBe(200);
    expect((await ask('/v2/models/houses/ready', bearer(secret))).status).toBe(200);
    for (const to of ['/endpoints/other', '/endpoints/none', '/v2/models/other', '/v2/models/oth%65r/infer'])
      expect((await ask(to, bearer(secret))).status, to).toBe(403);
  });

  it('answers anyone at this machine where that is on, but never a wrong key', async () => {
    expect(await app.client.serving.access()).toEqual({ anyone: false });
    await app.client.serving.setAccess({ anyone: true });
    expect((await ask('/endpoints/houses')).status).toBe(200);
    expect((await ask('/endpoints/houses', bearer('lathe_guess'))).status).toBe(401);
    expect((await ask('/endpoints/houses', { authorization: 'Basic bGF0aGU6' })).status).toBe(401);
  });

  it('answers the window of someone who signed in', async () => {
    const signedIn = await app.fetch(new Request(app.signInLink(ORIGIN)), DOOR);
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await ask('/endpoints/houses', { cookie })).status).toBe(200);
  });

  it('refuses JSON that is a million lists deep', async () => {
    const { secret } = await app.client.serving.createKey({ name: 'deep' });
    const headers = { 'content-type': 'application/json', ...bearer(secret) };
    const body = `{"row":${'['.repeat(1e6)}${']'.repeat(1e6)}}`;
    for (const to of ['/endpoints/houses', '/v2/models/houses/infer']) {
      const response = await app.fetch(new Request(ORIGIN + to, { method: 'POST', headers, body }), DOOR);
      expect([response.status, await response.text()], to).toEqual([400, expect.stringContaining('deep')]);
    }
  });
});

it('a key is kept as its hash: nowhere in the workspace are its own letters', async () => {
  const { secret } = await app.client.serving.createKey({ name: 'secret' });
  for (const file of ['workspace.db', 'workspace.db-wal'])
    expect(readFileSync(path.join(folder, 'workspace', file)).includes(secret.slice(6)), file).toBe(false);
});

async function listed(id: string): Promise<ApiKey | undefined> {
  return (await app.client.serving.keys()).find((key) => key.id === id);
}
