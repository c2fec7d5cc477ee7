/** @file Bisecting the data: a batch of 200 wrong labels among 5,885 SpamAssassin e-mails, over 10 seeds. */
import { parseArgs } from 'node:util';
import { BATCHES, METRIC, SIZE, bisectOnce, type Outcome } from './bisect/planted.ts';
import { median, type Bench } from './report.ts';

const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1);
const TRAININGS = 12;

export const bench: Bench = {
  about:
    'bisecting a planted batch of 200 wrong labels among 5,885 e-mails (--seeds 1,2,3 for some of the ten)',
  async run(report) {
    const { values } = parseArgs({
      args: process.argv.slice(3),
      options: { seeds: { type: 'string' }, json: { type: 'boolean' } },
    });
    const seeds = values.seeds?.split(',').map(Number) ?? SEEDS;
    const outcomes: Outcome[] = [];
    for (const seed of seeds) {
      const outcome = await bisectOnce(seed, TRAININGS);
      outcomes.push(outcome);
      if (!values.json) console.log(`    seed ${seed}: ${outcome.words}`);
    }
    const hits = outcomes.filter(({ isFound }) => isFound).length;
    report({
      case: `${SIZE} wrong labels of 5,885 in one of ${BATCHES} files, by ${METRIC}, at most ${TRAININGS} trainings: seeds that name the file`,
      unit: 'share',
      lathe: hits / outcomes.length,
      peer: null,
      peerName: null,
      ratio: null,
      goal: null,
      pairs: outcomes.length,
      note: `${hits} of ${outcomes.length}; the goal is 9 of 10. Another file was named ${outcomes.filter(({ isWrong }) => isWrong).length} times.`,
    });
    report({
      case: 'trainings, median',
      unit: 'trainings',
      lathe: median(outcomes.map(({ trainings }) => trainings)),
      peer: null,
      peerName: null,
      ratio: null,
      goal: null,
      pairs: outcomes.length,
      note: `at most ${Math.max(...outcomes.map(({ trainings }) => trainings))}; ${median(outcomes.map(({ seconds }) => seconds)).toFixed(0)} s a bisection`,
    });
  },
};
