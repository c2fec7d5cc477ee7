import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedFiles, testsBeside } from './quick.ts';

let root: string;
const git = (...args: string[]) =>
  expect(spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: root }).status).toBe(
    0,
  );
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'lathe-quick-'));
  git('init', '-q');
  write('a/one.ts', '1');
  write('a/one.test.ts', '1');
  write('b/two.ts', '2');
  write('b/two.test.ts', '2');
  git('add', '-A');
  git('commit', '-qm', 'first');
  write('b/two.ts', '3');
  git('commit', '-qam', 'second');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('what a quick check looks at', () => {
  it('is what differs from the last commit, new files too', () => {
    write('a/one.ts', '4');
    write('a/new.ts', '5');
    expect(changedFiles(root).sort()).toEqual(['a/new.ts', 'a/one.ts']);
    expect(testsBeside(root, changedFiles(root))).toEqual([path.join('a', 'one.test.ts')]);
  });

  it('is what the last commit changed where nothing differs', () => {
    expect(changedFiles(root)).toEqual(['b/two.ts']);
    expect(testsBeside(root, ['b/two.ts'])).toEqual([path.join('b', 'two.test.ts')]);
  });
});
