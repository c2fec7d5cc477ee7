import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUDGETS, BUDGET_NAMES } from '../../src-shared/platform/budgets.ts';
import type { Person, WorkbenchEvent } from '../../src-shared/contract.ts';
import { AppError, wording } from '../../src-shared/platform/errors.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createLimits, type Limits } from './index.ts';

const ADA: Person = { id: 'person-ada', name: 'Ada', role: 'owner' };

let folder: string;
let store: Store;
let events: WorkbenchEvent[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-limits-'));
  store = openStore(folder);
  events = [];
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = (machine: number): Limits =>
  createLimits({ store, machine, emit: (event) => void events.push(event) });

describe('limits', () => {
  it.each([2e9, 8e9, 64e9, 1e12])('leave a machine of %d bytes usable', (machine) => {
    for (const { memoryBytes } of open(machine).list())
      expect(memoryBytes ?? 0).toBeLessThanOrEqual(machine * 0.75);
  });

  it('name every kind of work in both languages', () => {
    expect(
      open(8e9)
        .list()
        .map(({ name }) => name),
    ).toEqual(BUDGET_NAMES);
    expect(new Set(Object.values(BUDGETS).map(({ zh }) => zh)).size).toBe(BUDGET_NAMES.length);
  });

  it('are kept over a restart, told of, and go back to what is usual', () => {
    const chosen = { name: 'trial', seconds: 30, memoryBytes: null } as const;
    expect(open(8e9).set(chosen, ADA)).toMatchObject({ seconds: 30, chosen: true, usual: { seconds: 10 } });
    expect(events).toEqual([{ type: 'changed', what: 'limits', id: '' }]);
    expect(open(8e9).budget('trial')).toEqual({ seconds: 30, memoryBytes: null });
    expect(open(8e9).reset({ name: 'trial' })).toMatchObject({ seconds: 10, chosen: false });
  });

  it('may be none in time', () => {
    open(8e9).set({ name: 'import', seconds: null, memoryBytes: 2e9 }, ADA);
    expect(open(8e9).budget('import')).toEqual({ seconds: null, memoryBytes: 2e9 });
  });

  it('chosen on a large machine leave a small one usable too', () => {
    open(64e9).set({ name: 'train', seconds: null, memoryBytes: 50e9 }, ADA);
    expect(open(8e9).budget('train').memoryBytes).toBe(7.2e9);
  });

  it.each([
    ['limits.seconds', { name: 'preview', seconds: 0, memoryBytes: 1e9 }],
    ['limits.seconds', { name: 'preview', seconds: NaN, memoryBytes: 1e9 }],
    ['limits.memory', { name: 'preview', seconds: 60, memoryBytes: 1e6 }],
    ['limits.memory', { name: 'preview', seconds: 60, memoryBytes: 8e9 }],
    ['limits.memory', { name: 'preview', seconds: 60, memoryBytes: null }],
    ['limits.noMemory', { name: 'trial', seconds: 60, memoryBytes: 1e9 }],
  ] as const)('are refused with %s for %j', (key, chosen) => {
    const limits = open(8e9);
    expect(() => limits.set(chosen, ADA)).toThrow(expect.objectContaining({ key }) as AppError);
    expect(limits.list().some((limit) => limit.chosen)).toBe(false);
  });

  it('are named by a problem in the reader’s language', () => {
    const parameters = { job: 'a.csv', seconds: 60, work: BUDGETS.preview.en };
    const problem = new AppError('workers.deadline', parameters);
    expect(problem.hint).toContain('“File preview” in Settings › Resource limits');
    expect(wording(problem, 'zh').hint).toContain('“预览文件”');
  });
});
