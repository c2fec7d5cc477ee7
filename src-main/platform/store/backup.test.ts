import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { besideOf } from './beside.ts';
import { backUpWorkspace, openStore, type Store } from './index.ts';

let folder: string;
let workspace: string;
let store: Store;

const at = (...parts: string[]): string => path.join(folder, ...parts);

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-backup-'));
  workspace = at('workspace');
  store = openStore(workspace);
});
afterEach(() => {
  if (store.db.open) store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  it('is a folder that opens as a workspace with the same blobs', async () => {
    const { sha256 } = await store.blobs.write(Buffer.from('hello'));
    const target = at('new', 'copy');
    expect(await backUpWorkspace(store, target)).toMatchObject({ blobs: 1, folder: target });
    expect(readdirSync(at('new'))).toEqual(['copy']);
    expect(store.db.prepare('SELECT count(*) FROM unfinished_outside').pluck().get()).toBe(0);
    store.close();
    store = openStore(target);
    expect(String(await store.blobs.read(sha256))).toBe('hello');
    // Opening it changes nothing under its seal.
    await store.requireSound();
    expect(readdirSync(target)).not.toContain('workspace.db-journal');
  });

  it('takes along what unfinished training goes on from', async () => {
    mkdirSync(path.join(store.checkpoints, 'run-1'), { recursive: true });
    writeFileSync(path.join(store.checkpoints, 'run-1', 'last.safetensors'), 'weights');
    writeFileSync(path.join(store.checkpoints, 'run-1', 'last.safetensors.partial'), 'wei');
    await backUpWorkspace(store, at('copy'));
    expect(readdirSync(at('copy', 'checkpoints', 'run-1'))).toEqual(['last.safetensors']);
    expect(readFileSync(at('copy', 'checkpoints', 'run-1', 'last.safetensors'), 'utf8')).toBe('weights');
  });

  it('takes an empty folder, also one behind a link, and refuses whatever holds something', async () => {
    for (const name of ['empty', 'real', 'full']) mkdirSync(at(name));
    symlinkSync(at('real'), at('link'));
    writeFileSync(at('full', 'mine'), 'mine');
    writeFileSync(at('file'), 'mine');
    await backUpWorkspace(store, at('empty'));
    await backUpWorkspace(store, at('link'));
    expect(existsSync(at('real', 'workspace.db'))).toBe(true);
    for (const taken of ['full', 'file'])
      await expect(backUpWorkspace(store, at(taken))).rejects.toThrow(`“${taken}” is not empty`);
    expect(readFileSync(at('full', 'mine'), 'utf8') + readFileSync(at('file'), 'utf8')).toBe('minemine');
  });

  it('removes nothing of others, whatever it is called', async () => {
    mkdirSync(at('copy.partial'));
    writeFileSync(at('copy.partial', 'mine'), 'mine');
    await backUpWorkspace(store, at('copy'));
    expect(readFileSync(at('copy.partial', 'mine'), 'utf8')).toBe('mine');
  });

  it('leaves nothing when it fails, and names what is damaged', async () => {
    const { sha256 } = await store.blobs.write(Buffer.from('hello'));
    writeFileSync(store.blobs.path(sha256), 'hellO');
    await expect(backUpWorkspace(store, at('copy'))).rejects.toThrow(sha256.slice(0, 7));
    expect(readdirSync(folder)).toEqual(['workspace']);
  });
});

describe('a place inside the workspace', () => {
  it('is refused in words, by whatever way it is named, and nothing is made', async () => {
    symlinkSync(workspace, at('link'));
    mkdirSync(at('disk'));
    rmSync(path.join(workspace, 'backups'), { recursive: true, force: true });
    symlinkSync(at('disk'), path.join(workspace, 'backups'));
    const ways = [
      workspace,
      path.join(workspace, 'scratch'),
      path.join(workspace, 'scratch', 'deep', 'er'),
      path.join(workspace, 'new'),
      `${at('elsewhere')}/../workspace/copy`,
      at('link', 'copy'),
      at('link'),
      path.relative(process.cwd(), path.join(workspace, 'copy')),
      at('disk', 'copy'),
    ];
    const before = readdirSync(workspace, { recursive: true }).sort();
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('x');
    }
    for (const way of ways) {
      await expect(backUpWorkspace(store, way), way).rejects.toThrow('is inside the workspace');
      await expect(store.outside.file(path.join(way, 'm.onnx'), bytes()), way).rejects.toThrow(
        'is inside the workspace',
      );
    }
    expect(readdirSync(workspace, { recursive: true }).sort()).toEqual(before);
    await store.outside.file(path.join(workspace, 'exports', 'm.onnx'), bytes());
    expect(statSync(path.join(workspace, 'exports', 'm.onnx')).mode & 0o777).toBe(0o600);
  });
});

describe('a file at a chosen place', () => {
  async function* bytes(text: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half');
    throw new Error('broke off');
  }

  it('replaces the file that is there when it is whole, through a link as well, and nothing else', async () => {
    writeFileSync(at('old.onnx'), 'old');
    chmodSync(at('old.onnx'), 0o640);
    symlinkSync('old.onnx', at('link.onnx'));
    mkdirSync(at('old.onnx.partial'));
    await expect(store.outside.file(at('link.onnx'), broken())).rejects.toThrow('broke off');
    expect(readFileSync(at('old.onnx'), 'utf8')).toBe('old');
    await store.outside.file(at('link.onnx'), bytes('new'));
    expect(readFileSync(at('old.onnx'), 'utf8')).toBe('new');
    expect(statSync(at('old.onnx')).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['link.onnx', 'old.onnx', 'old.onnx.partial', 'workspace']);
  });

  it('is refused in words where there is a folder or no way', async () => {
    writeFileSync(at('file'), 'mine');
    await expect(store.outside.file(folder, bytes('x'))).rejects.toThrow('is a folder');
    await expect(store.outside.file(at('file', 'x'), bytes('x'))).rejects.toThrow('cannot be written');
    await expect(store.outside.file(at('x'.repeat(300)), bytes('x'))).rejects.toThrow('ENAMETOOLONG');
    expect(readFileSync(at('file'), 'utf8')).toBe('mine');
  });
});

describe('what a killed workbench left outside', () => {
  it('is removed at the next start when it was noted, and nothing that was not', () => {
    const [left, leftFile, strange] = [besideOf(at('copy')), besideOf(at('copy')), besideOf(at('copy'))];
    mkdirSync(left);
    writeFileSync(path.join(left, 'workspace.db'), 'half');
    writeFileSync(leftFile, 'half');
    mkdirSync(strange);
    mkdirSync(at('mine'));
    const note = store.db.prepare('INSERT INTO unfinished_outside VALUES (?, ?, ?)');
    for (const noted of [left, leftFile, at('mine')]) note.run(noted, workspace, 'then');
    const ofAnother = besideOf(at('copy'));
    mkdirSync(ofAnother);
    note.run(ofAnother, at('another'), 'then');
    store.close();
    store = openStore(workspace);
    expect([left, leftFile, strange, at('mine'), ofAnother].map((file) => existsSync(file))).toEqual([
      ...[false, false, true, true, true],
    ]);
  });
});
