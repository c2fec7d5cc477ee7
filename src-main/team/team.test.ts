import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../platform/host/app.ts';
import { openQuietly } from '../session.fixture.ts';

let folder: string;
let app: App;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-team-'));
  ({ app } = await openQuietly(path.join(folder, 'workspace')));
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('holidays', () => {
  it('are known of many countries, and refused in words for one that there is not', async () => {
    const { countries, from } = await app.client.team.countries();
    expect(countries.length).toBeGreaterThan(200);
    expect(from).toBe('2024-01-01');
    const german = await app.client.team.holidays({ country: 'DE' });
    expect(german.find(({ day }) => day === '2026-04-03')?.en).toBe('Good Friday');
    await expect(app.client.team.holidays({ country: '__proto__' })).rejects.toThrow('__proto__');
  });

  it('of China say which weekends are worked', async () => {
    const days = new Map((await app.client.team.holidays({ country: 'CN' })).map((one) => [one.day, one]));
    // As the State Council announced for 2026: 15 to 23 February off, 14 and 28 February worked.
    for (let day = 15; day <= 23; day++)
      expect(days.get(`2026-02-${day}`)).toMatchObject({ works: false, zh: '春节' });
    expect(days.get('2026-02-14')).toMatchObject({ works: true });
    expect(days.get('2026-02-28')).toMatchObject({ works: true });
    expect(days.has('2026-03-02')).toBe(false);
  });
});
