import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from './index.ts';

let folder: string;
let workspace: string;
const mode = (...at: string[]): number => statSync(path.join(folder, ...at)).mode & 0o777;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-owner-'));
  workspace = path.join(folder, 'workspace');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A workspace with a blob, as an earlier Lathe or `cp -r` under a wide umask left it. */
async function wideWorkspace(): Promise<string> {
  const store = openStore(workspace);
  const { sha256 } = await store.blobs.write(Buffer.from('hello'));
  store.close();
  const blob = path.join('workspace', 'blobs', 'sha256', sha256.slice(0, 2), sha256);
  for (const at of ['workspace', path.dirname(blob), path.join('workspace', 'blobs')])
    chmodSync(path.join(folder, at), 0o777);
  for (const at of [blob, 'workspace/workspace.db', 'workspace/lock.db', 'workspace/lock.pid'])
    chmodSync(path.join(folder, at), 0o666);
  return blob;
}

describe.runIf(process.platform !== 'win32')('an existing workspace', () => {
  it('of wider modes is narrowed when it is opened', async () => {
    const blob = await wideWorkspace();
    const store = openStore(workspace);
    expect(store.exposed).toEqual([]);
    for (const at of ['workspace', 'workspace/blobs', 'workspace/blobs/sha256', path.dirname(blob)])
      expect(mode(at), at).toBe(0o700);
    for (const at of [blob, 'workspace/workspace.db', 'workspace/workspace.db-wal', 'workspace/lock.db'])
      expect(mode(at), at).toBe(0o600);
    store.close();
  });

  it('is narrowed no further than what Lathe made: not through links, not what has a name elsewhere', async () => {
    const blob = await wideWorkspace();
    for (const name of ['elsewhere', 'workspace/mine']) mkdirSync(path.join(folder, name));
    const files = ['elsewhere/file', 'twin', 'workspace/mine/notes'];
    for (const name of files) writeFileSync(path.join(folder, name), 'x');
    for (const name of ['elsewhere', 'workspace/mine']) chmodSync(path.join(folder, name), 0o755);
    for (const name of files) chmodSync(path.join(folder, name), 0o644);
    symlinkSync(path.join(folder, 'elsewhere'), path.join(workspace, 'backups'));
    symlinkSync(
      path.join(folder, 'elsewhere', 'file'),
      path.join(path.dirname(path.join(folder, blob)), 'link'),
    );
    linkSync(path.join(folder, 'twin'), path.join(workspace, 'blobs', 'twin'));

    const store = openStore(workspace);
    expect(store.exposed).toEqual([path.join('blobs', 'twin')]);
    expect(['elsewhere', 'workspace/mine', 'workspace'].map((at) => mode(at))).toEqual([0o755, 0o755, 0o700]);
    expect(files.map((at) => mode(at))).toEqual([0o644, 0o644, 0o644]);
    expect(mode(blob)).toBe(0o600);
    store.close();
  });

  it('in a folder where everybody may make files is said to be open, and the folder is left', () => {
    mkdirSync(workspace);
    chmodSync(workspace, 0o1777);
    const store = openStore(workspace);
    expect([store.exposed, mode('workspace')]).toEqual([['.'], 0o777]);
    store.close();
  });
});
