/** @file What is known of runs. */
import * as z from 'zod';
import type { Run } from '../../src-shared/contract.ts';
import { changedWith, defineFact } from '../platform/facts.ts';

/** Whether a run is running, finished, stopped, interrupted or failed. */
export function stateFact(runs: { run(id: string): Run }) {
  return defineFact({
    name: 'tracking.state',
    unit: 'state',
    parameters: z.object({ run: z.string() }),
    read: ({ run }) => runs.run(run).state,
    changedBy: (event) => changedWith(event, 'runs', 'run'),
  });
}
