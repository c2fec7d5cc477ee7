/** @file The regions editor in the real window and browser: the next image, and dragging one of thousands of shapes. */
import { timeWindow } from './regions/window.ts';
import { makeTask } from './regions/workspace.ts';
import type { Bench } from './report.ts';
import { reportTimes } from './times.ts';
import { withWorkbench } from './workbench.ts';

const SHAPES = 5000;
const GOAL_KEY_MS = 80;
/** 30 frames a second. */
const GOAL_FRAME_MS = 1000 / 30;
const PEER = 'Label Studio, CVAT: not installed (both need Python and a server)';

export const bench: Bench = {
  about:
    'from a key to the painted next image of 2 megapixels, and frames while one of 5,000 shapes is dragged',
  async run(report) {
    await withWorkbench(
      (workspace) => makeTask(workspace),
      async (session, made) => {
        const { keys, frames } = await timeWindow(session, made, SHAPES);
        reportTimes(report, 'key to painted next image, 2 megapixels', {
          times: keys,
          goal: GOAL_KEY_MS,
          peerName: PEER,
        });
        reportTimes(report, `frame while one of ${SHAPES.toLocaleString('en')} shapes is dragged`, {
          times: frames,
          goal: GOAL_FRAME_MS,
          peerName: PEER,
        });
      },
    );
  },
};
