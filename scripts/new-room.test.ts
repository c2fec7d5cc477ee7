/** A new room in a scratch copy: it compiles, keeps the rules, and passes its own tests on every floor. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newRoom } from './new-room.ts';
import { ROOT } from './product.ts';

const NAME = 'sketches';
let copy: string;
let files: string[];

/** Runs an npm script of the copy. */
function run(script: string, ...args: string[]): { readonly status: number | null; readonly told: string } {
  // The copy answers for itself: nothing of the run around it reaches it.
  const { VITEST: _vitest, LATHE_TALLY: _tally, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync('npm', ['run', '-s', script, '--', ...args], {
    cwd: copy,
    encoding: 'utf8',
    env,
    shell: process.platform === 'win32',
  });
  return { status, told: `${stdout}${stderr}`.slice(-4000) };
}

beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'lathe-new-room-'));
  const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of stdout.split('\n').filter((one) => one !== '' && existsSync(path.join(ROOT, one)))) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    cpSync(path.join(ROOT, file), path.join(copy, file));
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
  files = newRoom(copy, NAME);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('a new room', () => {
  it('is one entry in each list, beside its imports', () => {
    for (const file of files.filter((one) => existsSync(path.join(ROOT, one)))) {
      const before = new Set(readFileSync(path.join(ROOT, file), 'utf8').split('\n'));
      const added = readFileSync(path.join(copy, file), 'utf8')
        .split('\n')
        .filter((line) => !before.has(line) && !/^(import|export \*) /.test(line));
      // app.ts makes the room in one line and lists it in another.
      expect(added.length, `${file}: ${added.join(' | ')}`).toBeLessThanOrEqual(
        file === 'src-main/app.ts' ? 2 : 1,
      );
    }
  });

  it('compiles, also in the window, and keeps the rules', () => {
    const sources = files.filter((file) => /[.](ts|svelte|cjs)$/.test(file));
    expect(spawnSync('npx', ['prettier', '--write', ...sources], { cwd: copy }).status).toBe(0);
    expect(run('types')).toMatchObject({ status: 0 });
    expect(run('svelte')).toMatchObject({ status: 0 });
    expect(run('rooms')).toMatchObject({ status: 0 });
    const lint = spawnSync('npx', ['eslint', '--max-warnings', '0', ...sources], {
      cwd: copy,
      encoding: 'utf8',
    });
    expect([lint.status, lint.stdout]).toEqual([0, '']);
    // A limit for what hangs: all types and all of the window are checked.
  }, 900_000);

  it('passes its own tests: methods, procedures, command, and who names its table', () => {
    expect(run('unit', `src-main/${NAME}`, 'src-main/platform/tables.test.ts')).toMatchObject({ status: 0 });
  });

  it('passes its walk in the browser', () => {
    expect(run('build')).toMatchObject({ status: 0 });
    expect(run('e2e', NAME)).toMatchObject({ status: 0 });
  });

  it('is refused under a name that is none, or is taken', () => {
    expect(() => newRoom(copy, 'My Room')).toThrow('3 to 20 small letters');
    expect(() => newRoom(copy, 'datasets')).toThrow('already');
  });
});
