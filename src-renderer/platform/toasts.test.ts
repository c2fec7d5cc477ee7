import { expect, it } from 'vitest';
import { Toasts } from './toasts.svelte.ts';

it('a notice of what is being done goes when it was done, and takes no other one with it', () => {
  const toasts = new Toasts();
  const close = toasts.show({ tone: 'good', text: 'Creating “Topics”.' });
  toasts.show({ tone: 'good', text: 'Copied' });
  close();
  expect(toasts.list.map(({ text }) => text)).toEqual(['Copied']);
  // Told again, it is another one.
  toasts.show({ tone: 'good', text: 'Creating “Topics”.' });
  close();
  expect(toasts.list).toHaveLength(2);
});
