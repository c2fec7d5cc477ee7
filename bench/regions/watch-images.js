/**
 * @file Runs in the window: `imageTimes` gathers the milliseconds from each key's own time stamp to the first task after the
 * frame that painted another image; `frameTimes` the milliseconds from each frame to the next while `watching`.
 */
/* global addEventListener, document, requestAnimationFrame, window */
window.imageTimes = [];
window.frameTimes = [];
window.watching = false;

const shown = () => document.querySelector('[data-testid=canvas]')?.dataset.shown;

const afterFrame = (then) =>
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(null);
  });

addEventListener(
  'keydown',
  ({ key, timeStamp }) => {
    if (key !== 'N') return;
    const before = shown();
    const look = () =>
      afterFrame(() =>
        shown() === before || shown() === '' ? look() : window.imageTimes.push(performance.now() - timeStamp),
      );
    look();
  },
  { capture: true },
);

let last;
const frame = (now) => {
  if (window.watching && last !== undefined) window.frameTimes.push(now - last);
  last = now;
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
