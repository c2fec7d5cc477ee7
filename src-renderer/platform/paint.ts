/** @file When something is on the screen. */

/** Longest wait for a frame, in milliseconds; a hidden window draws none. */
const NO_FRAME_MS = 100;

/**
 * Resolves after the next frame has been drawn: work put after it does not delay what a key just changed. The callback
 * of a frame runs before its drawing, so the task that follows the callback is the first one after it.
 */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    const fallback = setTimeout(resolve, NO_FRAME_MS);
    requestAnimationFrame(() => {
      clearTimeout(fallback);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  });
}
