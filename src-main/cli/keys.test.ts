/** `lathe keys`, as people type it. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLatheHere } from './lathe.fixture.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-cli-keys-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lathe = (...args: readonly string[]) => runLatheHere(path.join(folder, 'workspace'), args);

it('keys are made, listed without themselves, and revoked', async () => {
  const made = await lathe('keys', 'create', 'nightly report', '--json');
  const { id, key } = JSON.parse(made.out) as { id: string; key: string };
  expect(key).toMatch(/^lathe_[\w-]{43}$/);
  const list = await lathe('keys');
  expect(list.out).toContain('nightly report  all endpoints');
  expect(list.out).not.toContain(key);
  expect((await lathe('keys', 'create', 'other', '--endpoint', 'none')).err).toContain('no endpoint “none”');
  expect((await lathe('keys', 'revoke', 'nightly report')).out).toContain('was revoked');
  const open = await lathe('keys', 'anyone', 'on', '--json');
  expect(JSON.parse(open.out)).toEqual({ anyone: true });
  expect(JSON.parse((await lathe('keys', 'list', '--json')).out)).toEqual({ keys: [], anyone: true });
  const gone = await lathe('keys', 'revoke', id);
  expect([gone.status, gone.err]).toEqual([1, expect.stringContaining('no key')]);
});
