/** `lathe import` of tables, as people type it: types, targets, ways to write numbers, headers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLatheHere } from './lathe.fixture.ts';

let folder: string;

beforeAll(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-cli-tables-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lathe = (...args: readonly string[]) => runLatheHere(path.join(folder, 'workspace'), args);

function file(name: string, content: string): string {
  const where = path.join(folder, name);
  writeFileSync(where, content);
  return where;
}

/** 40 rows: a running number, beds, a ward, a cost. */
function bedsFile(): string {
  const rows = Array.from({ length: 40 }, (_, i) => `${i},${i % 4},${i % 2 ? 'a' : 'b'},${i * 2.5}`);
  return file('beds.csv', `nr,beds,ward,cost\n${rows.join('\n')}\n`);
}

const datasets = async () => JSON.parse((await lathe('datasets', '--json')).out).datasets;

describe('importing a table', () => {
  it('takes types and the target as said, and freezes it', async () => {
    const options = ['--target', 'cost', '--column', 'beds=category', 'nr=ignore'];
    expect(await lathe('import', bedsFile(), ...options)).toMatchObject({ status: 0 });
    expect((await datasets())[0]).toMatchObject({
      kind: 'table',
      target: 'number',
      usable: 40,
      columns: [
        { name: 'nr', type: 'number', role: 'ignore' },
        { name: 'beds', type: 'category', role: 'feature' },
        { name: 'ward', type: 'category', role: 'feature' },
        { name: 'cost', type: 'number', role: 'target' },
      ],
    });
    expect((await lathe('freeze', '--dataset', 'beds', '--json')).status).toBe(0);
    await lathe('import', bedsFile(), '--label', 'ward', '--name', 'wards');
    expect(await datasets()).toContainEqual(
      expect.objectContaining({ name: 'wards', kind: 'table', target: 'class' }),
    );
  });

  it('names the first row that was not taken, and an option that says nothing', async () => {
    const sizes = Array.from({ length: 40 }, (_, i) => `${i}.5,${i % 2 ? 'a' : 'b'}\n`).join('');
    const holed = file('holed.csv', `size,ward\n${sizes}x,a\n`);
    expect((await lathe('import', holed)).out).toContain('row is 42: “x” in “size” is not a number.');
    const wrong = await lathe('import', bedsFile(), '--column', 'beds:category');
    expect([wrong.status, wrong.err]).toEqual([1, expect.stringContaining('is not a valid column option')]);
  });

  it('reads numbers by what the file shows, and asks where it shows nothing', async () => {
    const ward = (i: number) => (i % 2 ? 'a' : 'b');
    const prices = Array.from({ length: 40 }, (_, i) => `${1 + (i % 9)}.${100 + i};${i},5;${ward(i)}`);
    const european = file('prices.csv', `price;size;kind\n${prices.join('\n')}\n`);
    const first = await lathe('import', european, '--kind', 'table');
    expect(first.out).toContain('“price” was read as decimal-comma.');
    expect(first.out).toContain('“size” was read as decimal-comma.');
    const second = await lathe('import', european, '--column', 'price=decimal-comma', '--json');
    expect(JSON.parse(second.out).notations).toEqual({ price: 'decimal-comma', size: 'decimal-comma' });
    const rounds = Array.from({ length: 40 }, (_, i) => `${1 + (i % 9)}.${1 + (i % 7)}00;${ward(i)}`);
    const unclear = file('rounds.csv', `price;kind\n${rounds.join('\n')}\n`);
    expect((await lathe('import', unclear, '--kind', 'table')).err).toContain(
      'because its cells can be read as plain or as decimal-comma.',
    );
  });

  it('takes the first row as names or as a row, as said', async () => {
    // The names read as a row are no numbers: that row is rejected, the others are taken.
    const plain = await lathe('import', bedsFile(), '--no-header', '--name', 'plain');
    expect(plain.out).toMatch(/Imported 40 rows [^]*, 1 rejected/);
    const bare = file('bare.csv', '0.5,a\n1.5,b\n2.5,a\n3.5,b\n');
    expect((await lathe('import', bare)).out).toContain('was read as a row. Use --header if it is a header.');
    const named = await lathe('import', bare, '--header', '--json');
    expect(JSON.parse(named.out)).toMatchObject({ header: true, rows: 3 });
  });
});
