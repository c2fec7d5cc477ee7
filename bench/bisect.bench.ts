/** @file Bisecting the data: a batch of 200 wrong labels among 5,885 SpamAssassin e-mails, over 10 seeds. */
import { parseArgs } from 'node:util';
import { bisect, readExamples, type Case, type Example } from './bisect/in-process.ts';
import { BATCHES, SIZE, TRAININGS } from './bisect/mails.ts';
import { METRIC, bisectOnce } from './bisect/planted.ts';
import { median, type Bench, type Report } from './report.ts';

const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1);

const alone = { unit: 'share', peer: null, peerName: null, ratio: null, goal: null } as const;

/** By the same decisions as in the workbench, over models of this process. */
function inProcess(examples: readonly Example[], of: Omit<Case, 'seed'>, report: Report): void {
  const ended = SEEDS.map((seed) => bisect(examples, { ...of, seed }));
  const found = ended.filter(({ verdict }) => verdict.kind === 'found');
  const hits = found.filter(({ verdict, planted }) => of.isPlanted && verdict.batches[0] === planted).length;
  const within = ended.filter(
    ({ verdict, planted }) => verdict.kind === 'narrowed' && verdict.batches.includes(planted),
  );
  const trainings = ended.map((one) => one.trainings);
  const what = of.isPlanted
    ? `${SIZE} wrong labels of 5,885 in one of ${BATCHES} batches`
    : 'no wrong labels: a batch named';
  const asked = of.ask ? '' : ', the good model not asked';
  report({
    ...alone,
    case: `${what}, by ${of.metric}${asked}`,
    lathe: (of.isPlanted ? hits : found.length) / SEEDS.length,
    pairs: SEEDS.length,
    note:
      `${found.length - hits} times a wrong batch was named, ${within.length} times several batches with it among them; ` +
      `${median(trainings)} trainings, at most ${Math.max(...trainings)} of ${TRAININGS}`,
  });
}

async function inWorkbench(seeds: readonly number[], report: Report): Promise<void> {
  const outcomes = [];
  for (const seed of seeds) {
    const outcome = await bisectOnce(seed);
    outcomes.push(outcome);
    console.error(`    seed ${seed}: ${outcome.words}, ${outcome.seconds.toFixed(0)} s`);
  }
  const hits = outcomes.filter(({ isFound }) => isFound).length;
  report({
    ...alone,
    case: `${SIZE} wrong labels of 5,885 in one of ${BATCHES} files, by ${METRIC}, in the workbench`,
    lathe: hits / outcomes.length,
    pairs: outcomes.length,
    note: `${outcomes.filter(({ isWrong }) => isWrong).length} times another file was named; at most ${Math.max(...outcomes.map(({ trainings }) => trainings))} trainings`,
  });
}

export const bench: Bench = {
  about:
    'bisecting a planted batch of 200 wrong labels among 5,885 e-mails (--workbench 1,2 with whole trainings, by seed)',
  async run(report) {
    const { values } = parseArgs({
      args: process.argv.slice(3),
      options: { workbench: { type: 'string' }, json: { type: 'boolean' } },
    });
    if (values.workbench !== undefined) return inWorkbench(values.workbench.split(',').map(Number), report);
    const examples = await readExamples();
    const metric = 'loss';
    inProcess(examples, { metric, ask: true, isPlanted: true }, report);
    inProcess(examples, { metric, ask: false, isPlanted: true }, report);
    inProcess(examples, { metric, ask: true, isPlanted: false }, report);
  },
};
