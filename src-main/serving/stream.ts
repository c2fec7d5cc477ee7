/** @file Text as it is written: server-sent events (WHATWG HTML, section 9.2). */
import { toAppError } from '../../src-shared/platform/errors.ts';
import type { Piece } from '../models/index.ts';

/**
 * A response with an event a piece, `data: {"text": …}`; the last one carries `ending` and what `extra` says. What goes
 * wrong before the first piece rejects; later it is an event `error`. When the reader goes, `left` aborts.
 */
export async function eventStream(
  start: (left: AbortSignal) => AsyncGenerator<Piece, void>,
  extra: Readonly<Record<string, unknown>>,
): Promise<Response> {
  const left = new AbortController();
  const pieces = start(left.signal);
  let next: Promise<IteratorResult<Piece, void>> = Promise.resolve(await pieces.next());
  const encoder = new TextEncoder();

  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await next;
        if (done) return controller.close();
        const { text, ending } = value;
        controller.enqueue(encoder.encode(event({ text, ...(ending && { ending, ...extra }) })));
        next = pieces.next();
        // Told when it is asked for.
        next.catch(() => undefined);
      } catch (thrown) {
        const { message, hint, code } = toAppError(thrown);
        controller.enqueue(encoder.encode(`event: error\n${event({ error: message, hint, code })}`));
        controller.close();
      }
    },
    cancel() {
      left.abort();
      void pieces.return().catch(() => undefined);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

function event(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
