/** @file Times the workbench's own part: one answer from request to acknowledgement, over HTTP, on the disk. */
import { randomUUID } from 'node:crypto';
import { createClient } from '../../src-renderer/platform/client.ts';
import type { SignedIn } from '../browser.ts';

const WARM_UP = 50;
const CALLS = 500;

/** @returns milliseconds of each call */
export async function timeAnnotate({ address, cookie }: SignedIn, dataset: string): Promise<number[]> {
  const withCookie: typeof fetch = (request, init) => {
    const signed = new Request(request, init);
    signed.headers.set('cookie', cookie);
    return fetch(signed);
  };
  const client = createClient({ origin: address, fetch: withCookie });
  const times: number[] = [];
  let after = -1;
  while (times.length < WARM_UP + CALLS) {
    const { items } = await client.labeling.queue({ task: dataset, queue: 'unlabeled', after, limit: 50 });
    for (const { id, position } of items) {
      const answer = { type: 'label', label: 'ham' } as const;
      const start = performance.now();
      await client.labeling.annotate({
        task: dataset,
        answers: [{ operation: randomUUID(), sample: id, answer }],
      });
      times.push(performance.now() - start);
      after = position;
    }
  }
  return times.slice(WARM_UP, WARM_UP + CALLS);
}
