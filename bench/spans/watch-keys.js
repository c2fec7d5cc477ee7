/** @file Runs in the window: `keyTimes` gathers the milliseconds from each bracket's own time stamp to the first task after its frame. */
/* global addEventListener, requestAnimationFrame, window */
window.keyTimes = [];

addEventListener(
  'keydown',
  ({ key, timeStamp }) => {
    if (key !== ']' && key !== '}') return;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.keyTimes.push(performance.now() - timeStamp);
      port2.postMessage(null);
    });
  },
  { capture: true },
);
