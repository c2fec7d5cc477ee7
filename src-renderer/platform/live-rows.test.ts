import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../../src-shared/platform/errors.ts';
import { LiveRows } from './live-rows.svelte.ts';

interface Row {
  readonly id: string;
  readonly score: number;
}

interface Setup {
  /** Whether rows stand in the order of their scores. */
  readonly arranged?: boolean;
  readonly pageRows?: number;
}

/** A list over rows that a test changes, and what was asked of it. */
function listOf(count: number, { arranged = false, pageRows = 10 }: Setup = {}) {
  const rows = Array.from({ length: count }, (_, i): Row => ({ id: `r${i}`, score: i }));
  const pages: number[] = [];
  const alone: string[] = [];
  const told: (readonly [Row, Row | undefined])[] = [];
  /** Held back until a test lets them go. */
  const gate: { page?: Promise<void>; row?: Promise<void> } = {};
  let came = 0;
  const list = new LiveRows<Row>({
    pageRows,
    keyOf: ({ id }) => id,
    page: async ({ offset, limit }) => {
      pages.push(offset);
      const inOrder = arranged ? rows.toSorted((a, b) => a.score - b.score) : rows;
      const answer = { items: inOrder.slice(offset, offset + limit), total: rows.length };
      await gate.page;
      return answer;
    },
    row: async (key) => {
      alone.push(key);
      const found = rows.find(({ id }) => id === key);
      await gate.row;
      if (!found) throw new AppError('house.notFound', { what: 'row', id: key });
      return found;
    },
    placeOf: ({ score }) => (arranged ? String(score) : ''),
    arranged: () => arranged,
    onrow: (row, before) => told.push([row, before]),
    onrows: () => came++,
  });
  const set = (id: string, score: number) => {
    const place = rows.findIndex((row) => row.id === id);
    rows[place] = { id, score };
  };
  const begin = async () => {
    list.see(0, 5);
    await list.paged.settled();
    pages.length = 0;
  };
  return { rows, list, pages, alone, told, gate, set, begin, came: () => came };
}

function later() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, go: resolve };
}

describe('a change of one row', () => {
  test('reads that row alone and puts it in its place', async () => {
    const { list, pages, alone, told, set, begin } = listOf(25);
    await begin();
    set('r3', 99);
    list.note({ id: 'r3', edited: true });
    list.note({ id: 'r3', edited: true });
    await list.readChanges();
    expect(list.at(3)).toEqual({ id: 'r3', score: 99 });
    expect([alone, pages]).toEqual([['r3'], []]);
    expect(told).toEqual([[{ id: 'r3', score: 99 }, { id: 'r3', score: 3 }]]); // prettier-ignore
  });

  test('out of sight reads no page where rows keep their places', async () => {
    const { list, pages, alone, set, begin } = listOf(25);
    await begin();
    set('r20', 99);
    list.note({ id: 'r20', edited: true });
    await list.readChanges();
    expect([alone, pages]).toEqual([['r20'], []]);
    list.see(15, 25);
    await list.paged.settled();
    expect(list.at(20)).toEqual({ id: 'r20', score: 99 });
  });

  test('that moves it reads the page in sight again', async () => {
    const { list, pages, set, begin } = listOf(25, { arranged: true });
    await begin();
    set('r3', -1);
    list.note({ id: 'r3', edited: true });
    await list.readChanges();
    expect(pages).toEqual([0]);
    expect(list.at(0)).toEqual({ id: 'r3', score: -1 });
  });

  test('that brings it into sight from elsewhere reads the page, and later ones only the row', async () => {
    const { list, pages, alone, set, begin } = listOf(25, { arranged: true });
    await begin();
    set('r20', 2.5);
    list.note({ id: 'r20', edited: true });
    await list.readChanges();
    expect(list.at(3)).toEqual({ id: 'r20', score: 2.5 });
    list.note({ id: 'r22', edited: true });
    await list.readChanges();
    list.note({ id: 'r22', edited: true });
    await list.readChanges();
    expect(pages).toEqual([0, 0]);
    expect(alone).toEqual(['r20', 'r22', 'r22']);
  });

  test('that is gone reads the page again', async () => {
    const { list, rows, begin, came } = listOf(25);
    await begin();
    rows.splice(0, 1);
    list.note({ id: 'r0', edited: true });
    await list.readChanges();
    expect(list.at(0)?.id).toBe('r1');
    expect([list.total, came()]).toEqual([24, 1]);
  });
});

describe('rows that come', () => {
  test('are there after their page was read again, however many were edited beside', async () => {
    const { list, rows, pages, alone, begin, came } = listOf(25);
    await begin();
    rows.unshift({ id: 'new', score: 0 });
    list.note({ id: 'r3', edited: true });
    list.note({ id: 'new' });
    await list.readChanges();
    expect(list.at(0)?.id).toBe('new');
    expect([pages, alone, list.total, came()]).toEqual([[0], [], 26, 1]);
  });

  test('many changes at once read pages instead of each row', async () => {
    const { list, pages, alone, begin } = listOf(25);
    await begin();
    for (let i = 0; i < 20; i++) list.note({ id: `r${i}`, edited: true });
    await list.readChanges();
    expect([pages, alone]).toEqual([[0], []]);
  });

  test('after the stream was cut everything in sight is read again', async () => {
    const { list, pages, set, begin } = listOf(25);
    await begin();
    set('r1', 7);
    list.note('all');
    await list.readChanges();
    expect([list.at(1)?.score, pages]).toEqual([7, [0]]);
  });
});

describe('what is on its way', () => {
  test('a change during a page that was asked for before is read after it', async () => {
    const { list, gate, set } = listOf(25);
    const page = later();
    gate.page = page.promise;
    list.see(0, 5);
    set('r3', 99);
    list.note({ id: 'r3', edited: true });
    const read = list.readChanges();
    page.go();
    await read;
    expect(list.at(3)?.score).toBe(99);
  });

  test('a row that was asked for before a page does not overwrite it', async () => {
    const { list, gate, set, alone, begin } = listOf(25);
    await begin();
    const row = later();
    gate.row = row.promise;
    set('r3', 50);
    list.note({ id: 'r3', edited: true });
    const read = list.readChanges();
    await vi.waitFor(() => expect(alone).toEqual(['r3']));
    set('r3', 60);
    list.refresh();
    await list.paged.settled();
    row.go();
    await read;
    expect(list.at(3)?.score).toBe(60);
  });

  test('what comes after the list was left is not told', async () => {
    const { list, gate, told, alone, begin } = listOf(25);
    await begin();
    const row = later();
    gate.row = row.promise;
    list.note({ id: 'r3', edited: true });
    const read = list.readChanges();
    await vi.waitFor(() => expect(alone).toEqual(['r3']));
    list.stop();
    row.go();
    await read;
    expect(told).toEqual([]);
  });
});
