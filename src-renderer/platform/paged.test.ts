import { expect, test, vi } from 'vitest';
import { PAGE_ROWS, PagedRows } from './paged.svelte.ts';

/** Rows that are their own numbers. */
function numbers(total: number) {
  const asked: number[] = [];
  const rows = new PagedRows<number>(async ({ offset, limit }) => {
    asked.push(offset);
    const count = Math.max(0, Math.min(limit, total - offset));
    return { items: Array.from({ length: count }, (_, i) => offset + i), total };
  });
  return { rows, asked };
}

test('only pages in sight are read, each once', async () => {
  const { rows, asked } = numbers(1_000_000);
  rows.see(0, 30);
  rows.see(10, 40);
  rows.see(999_990, 1_000_000);
  await vi.waitFor(() => expect(rows.at(999_999)).toBe(999_999));
  expect(rows.total).toBe(1_000_000);
  expect(rows.at(25)).toBe(25);
  expect(rows.at(500)).toBeUndefined();
  expect(asked).toEqual([0, 999_800]);
});

test('a long way down keeps a bounded number of pages', async () => {
  const { rows } = numbers(1_000_000);
  for (let first = 0; first < 100 * PAGE_ROWS; first += PAGE_ROWS) rows.see(first, first + 30);
  await vi.waitFor(() => expect(rows.at(99 * PAGE_ROWS)).toBe(99 * PAGE_ROWS));
  expect(rows.at(0)).toBeUndefined();
});

test('beginning anew forgets what an earlier filter read', async () => {
  const { rows } = numbers(500);
  rows.see(0, 30);
  await vi.waitFor(() => expect(rows.at(0)).toBe(0));
  rows.reset();
  expect(rows.at(0)).toBeUndefined();
  expect(rows.fresh).toBe(true);
  await vi.waitFor(() => expect(rows.at(0)).toBe(0));
});
