/**
 * @file Runs in the window: `keyTimes` gathers the milliseconds from each key's own time stamp to the first task after
 * the frame that drew another text. The callback of a frame runs before its drawing; a message posted in it arrives after.
 */
/* global addEventListener, document, requestAnimationFrame, window */
window.keyTimes = [];

const shown = () => document.querySelector('[data-testid=text]')?.textContent;

const afterFrame = (then) =>
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(null);
  });

addEventListener(
  'keydown',
  ({ timeStamp }) => {
    const before = shown();
    const look = () =>
      afterFrame(() => (shown() === before ? look() : window.keyTimes.push(performance.now() - timeStamp)));
    look();
  },
  { capture: true },
);
