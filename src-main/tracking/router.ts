/** @file Procedures of runs. */
import { os } from '../platform/api/implement.ts';
import type { Tracking } from './tracking.ts';

export function runsRouter(tracking: Tracking) {
  return {
    list: os.runs.list.handler(({ input }) => tracking.list(input)),
    choices: os.runs.choices.handler(() => tracking.choices()),
    get: os.runs.get.handler(({ input }) => tracking.run(input.run)),
    edit: os.runs.edit.handler(({ input }) => tracking.edit(input.run, input)),
    series: os.runs.series.handler(({ input }) => tracking.series(input)),
    log: os.runs.log.handler(({ input }) => tracking.logOf(input.run)),
    samples: os.runs.samples.handler(({ input }) => tracking.samplesOf(input.run)),
    artifacts: os.runs.artifacts.handler(({ input }) => tracking.artifacts(input.run)),
  };
}
