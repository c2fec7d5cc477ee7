import { describe, expect, it } from 'vitest';
import { readBody } from './body.ts';

const LIMIT = { bytes: 100, seconds: 60 };

/** A request whose body comes in these pieces, and then stays open where it says so. */
function request(
  pieces: readonly number[],
  { open = false } = {},
): { request: Request; cancelled: () => boolean } {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const size of pieces) controller.enqueue(new Uint8Array(size).fill(7));
      if (!open) controller.close();
    },
    cancel: () => void (cancelled = true),
  });
  const made = new Request('http://lathe/', { method: 'POST', body, duplex: 'half' } as RequestInit);
  return { request: made, cancelled: () => cancelled };
}

describe('reading a body', () => {
  it('gives it whole', async () => {
    expect(await readBody(request([40, 0, 60]).request, LIMIT)).toEqual(new Uint8Array(100).fill(7));
    expect(await readBody(new Request('http://lathe/'), LIMIT)).toHaveLength(0);
  });

  it('ends as soon as it is too long', async () => {
    const { request: long, cancelled } = request([60, 41], { open: true });
    await expect(readBody(long, LIMIT)).rejects.toMatchObject({ key: 'house.bodyTooLarge' });
    expect(cancelled()).toBe(true);
  });

  it('ends when it takes too long', async () => {
    const { request: slow, cancelled } = request([10], { open: true });
    const reading = readBody(slow, { ...LIMIT, seconds: 0.05 });
    await expect(reading).rejects.toMatchObject({ key: 'house.bodyTooSlow', parameters: { seconds: 0.05 } });
    expect(cancelled()).toBe(true);
  });
});
