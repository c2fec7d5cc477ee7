import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppError } from '../../../src-shared/platform/errors.ts';
import { createPool, type Pool } from './index.ts';
import { REHEARSED_SERVICES } from './rehearsal-jobs.fixture.ts';
import { ENTRY as entry, alive } from './rehearsing.fixture.ts';

let scratch: string;
let pool: Pool;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'lathe-service-'));
  pool = createPool({ emit: () => undefined, scratch, entry });
});

afterEach(async () => {
  await pool.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe('a service', () => {
  const open = (start: number | null, exits: (AppError | null)[] = []) =>
    pool.open(REHEARSED_SERVICES.adder, {
      spec: { start },
      title: 'the adder',
      onExit: (error) => exits.push(error),
    });

  test('answers calls from one state until it is closed', async () => {
    const exits: (AppError | null)[] = [];
    const service = await open(10, exits);
    expect(await service.call({ do: 'add', value: 5 })).toBe(15);
    expect(await Promise.all([1, 2, 3].map((value) => service.call({ do: 'add', value })))).toEqual([
      16, 18, 21,
    ]);
    await service.close();
    expect(exits).toEqual([null]);
    await expect(service.call({ do: 'add' })).rejects.toMatchObject({ key: 'house.cancelled' });
  });

  test('that cannot start rejects with the reason', async () => {
    await expect(open(null)).rejects.toMatchObject({
      key: 'workers.failed',
      parameters: { job: 'the adder', why: 'nothing to start from' },
    });
  });

  test('rejects a call its handler refuses, or whose answer cannot be cloned, and lives on', async () => {
    const service = await open(0);
    await expect(service.call({ do: 'throw' })).rejects.toMatchObject({ key: 'house.badInput' });
    await expect(service.call({ do: 'uncloneable' })).rejects.toMatchObject({ key: 'workers.failed' });
    expect(await service.call({ do: 'add', value: 1 })).toBe(1);
  });

  test('ends with a call that takes too long; those behind it were not at fault', async () => {
    const exits: (AppError | null)[] = [];
    const service = await open(0, exits);
    const late = service.call({ do: 'block' }, { deadlineSeconds: 0.3, work: 'One endpoint request' });
    // Behind it, with less time: it is not measured before its turn.
    const behind = service.call({ do: 'add', value: 1 }, { deadlineSeconds: 0.1 });
    behind.catch(() => undefined);
    await expect(late).rejects.toMatchObject({
      key: 'workers.deadline',
      parameters: { job: 'the adder', seconds: 0.3, work: 'One endpoint request' },
    });
    await expect(behind).rejects.toMatchObject({ key: 'workers.interrupted' });
    expect(exits.map((error) => error?.key)).toEqual(['workers.deadline']);
  });

  test('that does not open in time is ended', async () => {
    const slow = createPool({
      emit: () => undefined,
      scratch,
      entry,
      budget: () => ({ seconds: 1, memoryBytes: 1e9 }),
    });
    const opening = { spec: null, title: 'the endless', onExit: () => undefined };
    await expect(slow.open(REHEARSED_SERVICES.never, opening)).rejects.toMatchObject({
      key: 'workers.deadline',
    });
    await slow.close();
  });

  test('that crashes rejects its waiting calls and says so once', async () => {
    const exits: (AppError | null)[] = [];
    const service = await open(0, exits);
    const dying = service.call({ do: 'die' });
    const behind = service.call({ do: 'add', value: 1 });
    behind.catch(() => undefined);
    await expect(dying).rejects.toMatchObject({ key: 'workers.crashed' });
    await expect(behind).rejects.toMatchObject({ key: 'workers.interrupted' });
    await expect(service.call({ do: 'add' })).rejects.toMatchObject({ key: 'workers.crashed' });
    expect(exits.map((error) => error?.key)).toEqual(['workers.crashed']);
  });

  test('goes with the pool', async () => {
    const service = await open(0);
    const pid = service.pid!;
    await pool.close();
    expect(alive(pid)).toBe(false);
  });
});
