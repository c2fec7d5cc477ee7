/** @file Work that rests while the browser keeps the page for Back. */

/**
 * Does work until aborted, except between `pagehide` and `pageshow`. A page that the browser keeps for Back goes on holding
 * its event stream, and a browser has six connections to an address: a few kept pages, and the next one waits for ever.
 *
 * @param work ends when its signal is aborted; called again when the page is back
 * @param page what tells of the page: the window
 */
export async function whileShown(
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  page: EventTarget = window,
): Promise<void> {
  while (!signal.aborted) {
    const hidden = new AbortController();
    let back: Promise<void> = Promise.resolve();
    const hide = (): void => {
      // Before the work ends: the page may stand still until it is shown again.
      back = next(page, 'pageshow', signal);
      hidden.abort();
    };
    page.addEventListener('pagehide', hide);
    await work(AbortSignal.any([signal, hidden.signal]));
    page.removeEventListener('pagehide', hide);
    if (!hidden.signal.aborted) return;
    await back;
  }
}

function next(page: EventTarget, type: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    page.addEventListener(type, () => resolve(), { once: true, signal });
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
