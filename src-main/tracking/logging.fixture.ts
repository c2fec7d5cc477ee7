/** @file For tests: a process that logs points into a workspace and says after each call up to where it was acknowledged. */
import { openStore } from '../platform/store/index.ts';
import { createTracking } from './index.ts';

const [, , folder = '', run = '', from = '0'] = process.argv;
const store = openStore(folder);
const tracking = createTracking({ store, emit: () => undefined });
const parent = process.ppid;
// Until it is killed; it does not outlive a test that was.
for (let next = Number(from); process.ppid === parent;) {
  // Calls of all sizes, so that rows are packed in the midst.
  const count = 1 + ((next * 7919) % 900);
  const points = Array.from({ length: count }, (_, i) => ({
    metric: 'loss',
    value: next + i,
    step: next + i,
  }));
  const lines = [{ line: `at ${next}` }];
  tracking.record({ run, points, lines });
  next += count;
  process.stdout.write(`${next}\n`);
}
