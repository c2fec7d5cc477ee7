/** @file The editor of spans in the real window and browser: an end of one of hundreds of spans grows. */
import { timeGrowing } from './spans/window.ts';
import { makeTask, SPANS, TEXT_LENGTH } from './spans/workspace.ts';
import type { Bench } from './report.ts';
import { reportTimes } from './times.ts';
import { withWorkbench } from './workbench.ts';

const GOAL_MS = 50;
const PEER = 'Label Studio, doccano: not installed (both need Python and a server)';

export const bench: Bench = {
  about: 'from a key to the painted text while an end of one of 500 spans of a long text grows and shrinks',
  async run(report) {
    await withWorkbench(
      (workspace) => makeTask(workspace),
      async (session, made) => {
        const times = await timeGrowing(session, made);
        const what = `an end of one of ${SPANS} spans in ${TEXT_LENGTH.toLocaleString('en')} characters grows`;
        reportTimes(report, what, { times, goal: GOAL_MS, peerName: PEER });
      },
    );
  },
};
