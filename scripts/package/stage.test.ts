/** What a package ships, without Electron: laid out as electron-builder takes it, and run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { build } from '../build.ts';
import { ROOT } from '../product.ts';
import { isNeeded } from './closure.ts';
import { stage } from './stage.ts';
import { hostTarget, targetName } from './target.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lathe-stage-'));
const staged = path.join(folder, 'resources');
let files: string[] = [];

beforeAll(async () => {
  expect(await build()).toBe(true);
  stage(staged);
  files = readdirSync(staged, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(path.join(staged, file)).isFile())
    .map((file) => file.replaceAll('\\', '/'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The machine a program or library is for, by its first bytes; null when it is neither. */
function machineOf(file: string): string | null {
  const head = Buffer.alloc(1024);
  const descriptor = openSync(file, 'r');
  const read = readSync(descriptor, head, 0, head.length, 0);
  closeSync(descriptor);
  if (read < 64) return null;
  if (head.readUInt32BE(0) === 0x7f454c46) return elfMachines[head.readUInt16LE(18)] ?? 'linux-other';
  if (head.readUInt32LE(0) === 0xfeedfacf) return machMachines[head.readUInt32LE(4)] ?? 'darwin-other';
  if (head.toString('latin1', 0, 2) !== 'MZ') return null;
  const header = head.readUInt32LE(60);
  if (header > head.length - 6 || head.toString('latin1', header, header + 2) !== 'PE') return null;
  return peMachines[head.readUInt16LE(header + 4)] ?? 'win32-other';
}
const elfMachines: Readonly<Record<number, string>> = { 62: 'linux-x64', 183: 'linux-arm64' };
const machMachines: Readonly<Record<number, string>> = {
  0x01000007: 'darwin-x64',
  0x0100000c: 'darwin-arm64',
};
const peMachines: Readonly<Record<number, string>> = { 0x8664: 'win32-x64', 0xaa64: 'win32-arm64' };

describe('the staged package', () => {
  it('holds native parts of this machine only, and all of them', () => {
    const { platform, arch } = hostTarget();
    const native = files
      .map((file) => ({ file, machine: machineOf(path.join(staged, file)) }))
      .filter(({ machine }) => machine !== null);
    expect(native.filter(({ machine }) => machine !== `${platform}-${arch}`)).toEqual([]);
    const parts = [
      'better-sqlite3',
      'onnxruntime-node',
      '@duckdb/node-bindings-',
      '@node-rs/jieba-',
      '@img/sharp-',
    ];
    for (const part of parts)
      expect(
        native.some(({ file }) => file.includes(`node_modules/${part}`)),
        part,
      ).toBe(true);
  });

  it('holds nothing that only development needs', () => {
    const names = new Set(
      files.map((file) => /workbench\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]),
    );
    const { devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    expect(Object.keys(devDependencies).filter((name) => names.has(name))).toEqual([]);
    expect(files.filter((file) => /\.(?:map|ts)$|\.test\.js$|main\/desktop/.test(file))).toEqual([]);
  });

  it('runs the workbench on the shipped node, from there alone', async () => {
    const binary = process.platform === 'win32' ? 'node.exe' : 'node';
    const entry = path.join(staged, 'workbench', 'out', 'workbench', 'server.js');
    const workspace = path.join(folder, 'workspace');
    const server = spawn(path.join(staged, binary), [entry, '--workspace', workspace, '--port', '0'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(async () => {
      const gone = once(server, 'exit');
      if (server.kill('SIGTERM')) await gone;
    });
    const lines = createInterface({ input: server.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    const { address, signIn } = JSON.parse(line) as { address: string; signIn: string };
    const signedIn = await fetch(signIn, { redirect: 'manual' });
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';

    const page = await fetch(`${address}/`, { headers: { cookie } });
    expect(await page.text()).toContain('<title>Lathe</title>');
    const ask = async (procedure: string): Promise<unknown> => {
      const answer = await fetch(`${address}/rpc/${procedure}`, {
        method: 'POST',
        headers: { cookie, 'x-lathe': '1' },
      });
      expect(answer.status, procedure).toBe(200);
      return ((await answer.json()) as { json: unknown }).json;
    };
    expect(await ask('workspace/about')).toMatchObject({ host: 'server', workspace: 'workspace' });
    // Doctor starts a worker that loads every native part.
    expect(await ask('workspace/doctor')).toMatchObject({ healthy: true });
  });
});

describe('the archive of the desktop', () => {
  it('holds every file that the desktop imports, and no package', () => {
    const builder = readFileSync(path.join(ROOT, 'electron-builder.yml'), 'utf8');
    const [, list = ''] = /^files:\n((?: {2}- .*\n)+)/m.exec(builder) ?? [];
    const globs = list.split('\n').map((line) => line.slice(4));
    const isKept = (file: string): boolean => globs.some((glob) => path.matchesGlob(file, glob));
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = readFileSync(path.join(ROOT, file), 'utf8');
      for (const [, still, lazy] of text.matchAll(
        /^(?:import|export)\b[^;]*?"([^"]+)";|\bimport\s*\(\s*"([^"]+)"/gm,
      )) {
        const from = still ?? lazy ?? '';
        if (from.startsWith('.')) visit(path.posix.join(path.posix.dirname(file), from));
        else packages.add(from);
      }
    };
    visit('out/main/desktop.js');
    expect([...seen].filter((file) => !isKept(file))).toEqual([]);
    expect(
      [...packages].filter(
        (name) => name !== 'electron' && !builtinModules.includes(name.replace('node:', '')),
      ),
    ).toEqual([]);
  });
});

describe('isNeeded', () => {
  const windows = { platform: 'win32', arch: 'x64' } as const;

  it.each([
    ['onnxruntime-node', 'bin/napi-v6/win32/x64/onnxruntime.dll', true],
    ['onnxruntime-node', 'bin/napi-v6/win32/arm64/onnxruntime.dll', false],
    ['onnxruntime-node', 'bin/napi-v6/linux/x64/libonnxruntime.so.1', false],
    ['onnxruntime-node', 'dist/index.js', true],
    ['onnxruntime-node', 'script/install.js', false],
    ['better-sqlite3', 'prebuilds/win32-x64.node', true],
    ['better-sqlite3', 'prebuilds/linux-x64.node', false],
    ['better-sqlite3', 'deps/sqlite3/sqlite3.c', false],
    ['zod', 'LICENSE', true],
    ['zod', 'README.md', false],
    ['zod', 'index.d.cts', false],
    ['zod', 'src/index.ts', false],
  ])('says of %s %s: %s', (name, file, needed) => expect(isNeeded(name, file, windows)).toBe(needed));
});

it('refuses to make another machine’s package from this installation', () => {
  const other = hostTarget().platform === 'win32' ? 'linux' : 'win32';
  expect(() => stage(path.join(folder, 'other'), { platform: other, arch: 'x64' })).toThrow(
    'on such a machine',
  );
  expect(targetName({ platform: 'darwin', arch: 'arm64' })).toBe('mac-arm64');
});
