import { expect, test } from 'vitest';
import { whileShown } from './shown.ts';

/** After what a page's event set off. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Work that tells when it begins and ends. */
function told() {
  const told: string[] = [];
  const work = async (signal: AbortSignal): Promise<void> => {
    told.push('begins');
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    told.push('ends');
  };
  return { told, work };
}

test('work rests while the browser keeps the page, and goes on when it is back', async () => {
  const page = new EventTarget();
  const closing = new AbortController();
  const { told: heard, work } = told();
  const done = whileShown(work, closing.signal, page);
  page.dispatchEvent(new Event('pagehide'));
  await settled();
  expect(heard).toEqual(['begins', 'ends']);
  page.dispatchEvent(new Event('pageshow'));
  await settled();
  expect(heard).toEqual(['begins', 'ends', 'begins']);
  closing.abort();
  await done;
  expect(heard).toEqual(['begins', 'ends', 'begins', 'ends']);
});

test('work ends for good when it is aborted while the page is kept', async () => {
  const page = new EventTarget();
  const closing = new AbortController();
  const { told: heard, work } = told();
  const done = whileShown(work, closing.signal, page);
  page.dispatchEvent(new Event('pagehide'));
  closing.abort();
  page.dispatchEvent(new Event('pageshow'));
  await done;
  expect(heard).toEqual(['begins', 'ends']);
});

test('work that ends by itself is not begun again', async () => {
  let begun = 0;
  await whileShown(() => Promise.resolve(void begun++), new AbortController().signal, new EventTarget());
  expect(begun).toBe(1);
});
