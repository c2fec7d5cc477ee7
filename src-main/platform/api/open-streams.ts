/** @file Streams end with the session that opened them. */
import type { Sessions } from './sessions.ts';

/** Answers that go on: events, texts as they are written, files. */
const STREAMS = /^(text\/event-stream|application\/octet-stream)/;

/** Lets `answer` hear when the caller goes or its session is revoked; what it still streams then ends. */
export async function withinSession(
  sessions: Pick<Sessions, 'onEnd'>,
  { session, signal }: { readonly session: string | null; readonly signal: AbortSignal },
  answer: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  if (session === null) return answer(signal);
  const leave = new AbortController();
  const abort = () => leave.abort();
  const forgetSession = sessions.onEnd(session, abort);
  signal.addEventListener('abort', abort, { once: true });
  const forget = () => {
    forgetSession();
    signal.removeEventListener('abort', abort);
  };
  try {
    const response = await answer(leave.signal);
    if (response.body && STREAMS.test(response.headers.get('content-type') ?? ''))
      return cutAt(response, leave.signal, forget);
    forget();
    return response;
  } catch (error) {
    forget();
    throw error;
  }
}

/** The response, whose body ends when the signal aborts, also where what feeds it would not. */
function cutAt(response: Response, signal: AbortSignal, over: () => void): Response {
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      const end = () => {
        over();
        controller.terminate();
      };
      if (signal.aborted) return end();
      signal.addEventListener('abort', end, { once: true });
    },
    flush: over,
    cancel: over,
  });
  return new Response(response.body?.pipeThrough(cut), response);
}
