/** Bisections over simulated trainings: a metric that planted batches cost something, with noise over seeds. */
import { describe, expect, it } from 'vitest';
import { batchesOf, MOST_BATCHES, type ChangedSample } from './groups.ts';
import { nextOfBisection, type BisectPlan, type BisectResult, type BisectVerdict } from './next.ts';

const REPEATS = 300;

/** Park and Miller's. */
function uniform(seed: number): () => number {
  let state = (seed * 7919 + 1) % 2147483647;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function normal(seed: number): () => number {
  const random = uniform(seed);
  for (let i = 0; i < 10; i++) random();
  return () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

interface World {
  /** What each batch costs the metric. */
  readonly costs: readonly number[];
  readonly noise: number;
  readonly contradicted?: readonly number[];
  readonly plan?: Partial<BisectPlan>;
}

function simulate({ costs, noise, contradicted, plan: given }: World, seed: number) {
  const error = normal(seed);
  const results: BisectResult[] = [];
  let asked = false;
  for (;;) {
    const plan: BisectPlan = {
      batches: costs.map((_, i) => ({ samples: 100, contradicted: asked ? (contradicted?.[i] ?? 0) : null })),
      seeds: 3,
      trainings: 12,
      better: 'higher',
      resolution: 0,
      canAsk: contradicted !== undefined,
      ...given,
    };
    const { step, decisions, drop } = nextOfBisection(plan, results);
    if (step.do === 'end') return { verdict: step.verdict, trainings: results.length, decisions, drop };
    if (step.do === 'ask') asked = true;
    else {
      const cost = costs.reduce((sum, one, i) => (step.undone.includes(i) ? sum : sum + one), 0);
      const sign = plan.better === 'higher' ? 1 : -1;
      results.push({ ...step, value: sign * (0.9 - cost + noise * error()) });
    }
  }
}

const planted = (count: number, place: number, cost = 0.02): number[] =>
  Array.from({ length: count }, (_, i) => (i === place ? cost : 0));
const times = (world: (i: number) => World): { verdict: BisectVerdict; trainings: number }[] =>
  Array.from({ length: REPEATS }, (_, i) => simulate(world(i), i + 1));
const named = (verdicts: readonly { verdict: BisectVerdict }[], places: (i: number) => number): number =>
  verdicts.filter(({ verdict }, i) => verdict.kind === 'found' && verdict.batches[0] === places(i)).length;

describe('a bisection', () => {
  it('without noise names every single batch, within the trainings', () => {
    for (const count of [1, 2, 3, 8, 13])
      for (let place = 0; place < count; place++) {
        const { verdict, trainings } = simulate({ costs: planted(count, place), noise: 0 }, 1);
        expect(verdict).toMatchObject({ kind: 'found', batches: [place] });
        expect(verdict.cost!.value).toBeCloseTo(0.02);
        expect(trainings).toBeLessThanOrEqual(12);
      }
  });

  it('with noise a seventh of the drop names the batch, and seldom another', () => {
    const place = (i: number): number => i % 8;
    const ended = times((i) => ({ costs: planted(8, place(i)), noise: 0.003, plan: { trainings: 20 } }));
    expect(named(ended, place) / REPEATS).toBeGreaterThan(0.9);
    const wrong = ended.filter(
      ({ verdict }, i) => verdict.kind === 'found' && verdict.batches[0] !== place(i),
    );
    expect(wrong.length / REPEATS).toBeLessThan(0.03);
  });

  it('among 40 batches finds the one that the good model contradicts most in 12 trainings', () => {
    const place = (i: number): number => (i * 7) % 40;
    const ended = times((i) => ({
      costs: planted(40, place(i)),
      noise: 0.002,
      contradicted: planted(40, place(i), 90).map((count, other) => count + (other % 4)),
    }));
    expect(named(ended, place) / REPEATS).toBeGreaterThan(0.97);
    expect(Math.max(...ended.map(({ trainings }) => trainings))).toBeLessThanOrEqual(12);
  });

  it('is not led astray where the good model contradicts what costs nothing', () => {
    const ended = times((i) => ({
      costs: planted(8, 5),
      noise: 0.002,
      contradicted: planted(8, i % 5, 90),
      plan: { trainings: 16 },
    }));
    expect(named(ended, () => 5) / REPEATS).toBeGreaterThan(0.95);
  });

  it('names nothing where the drop is no larger than the noise, and says so', () => {
    const ended = times(() => ({ costs: planted(8, 3, 0.002), noise: 0.01 }));
    expect(ended.filter(({ verdict }) => verdict.kind === 'noDrop').length / REPEATS).toBeGreaterThan(0.9);
    expect(ended.filter(({ verdict }) => verdict.kind === 'found').length / REPEATS).toBeLessThan(0.03);
    const none = times(() => ({ costs: planted(8, 3, 0), noise: 0.01 }));
    expect(none.filter(({ verdict }) => verdict.kind === 'found').length).toBeLessThanOrEqual(REPEATS * 0.01);
  });

  it('names one of two batches that cost the same, and what of the drop it is', () => {
    const costs = planted(8, 2).map((cost, i) => (i === 6 ? 0.02 : cost));
    const { verdict, drop } = simulate({ costs, noise: 0.0005, plan: { trainings: 20 } }, 4);
    expect(verdict.kind).toBe('found');
    expect([2, 6]).toContain(verdict.batches[0]);
    expect(verdict.cost!.value / drop!.value).toBeCloseTo(0.5, 1);
  });

  it('finds what costs it also where all other batches help', () => {
    const costs = planted(12, 4, 0.03).map((cost) => (cost === 0 ? -0.001 : cost));
    const { verdict } = simulate({ costs, noise: 0.0005, plan: { trainings: 16 } }, 2);
    expect(verdict).toMatchObject({ kind: 'found', batches: [4] });
    expect(verdict.cost!.low).toBeGreaterThan(0.02);
  });

  it('says how far it came where the trainings are used up', () => {
    const { verdict, trainings } = simulate({ costs: planted(32, 20), noise: 0, plan: { trainings: 8 } }, 1);
    expect(trainings).toBe(8);
    expect(verdict).toMatchObject({ kind: 'narrowed', because: 'trainings' });
    expect(verdict.batches).toContain(20);
    expect(verdict.batches.length).toBeLessThan(32);
  });

  it('of a metric that is the better the lower it is finds the same', () => {
    const { verdict, drop } = simulate({ costs: planted(8, 6), noise: 0, plan: { better: 'lower' } }, 1);
    expect(verdict).toMatchObject({ kind: 'found', batches: [6] });
    expect(drop!.value).toBeCloseTo(0.02);
  });

  it('takes no difference of a single test sample for a drop', () => {
    const world = { costs: planted(4, 1, 0.001), noise: 0 };
    expect(simulate({ ...world, plan: { resolution: 0.001 } }, 1).verdict.kind).toBe('noDrop');
    expect(simulate(world, 1).verdict.kind).toBe('found');
  });
});

describe('batches', () => {
  const change = (more: Partial<ChangedSample>): ChangedSample => {
    return {
      sample: 'a',
      change: 'added',
      before: null,
      after: 'spam',
      text: '',
      author: null,
      file: null,
      day: null,
      ...more,
    };
  };

  it('tell changes apart by what is asked for, the largest first', () => {
    const changes = [
      change({ author: 'Ann' }),
      change({ author: 'Bo', day: '2026-11-29' }),
      change({ author: 'Ann', change: 'relabeled', after: 'ham' }),
      change({ author: 'Ann', after: 'ham' }),
    ];
    const { batches, batchOf } = batchesOf(changes, ['change', 'author']);
    expect(batches.map(({ change: kind, author, samples }) => [kind, author, samples])).toEqual([
      ['added', 'Ann', 2],
      ['added', 'Bo', 1],
      ['relabeled', 'Ann', 1],
    ]);
    expect(batchOf).toEqual([0, 1, 2, 0]);
    expect(batchesOf(changes, ['class']).batches.map((batch) => [batch.class, batch.samples])).toEqual([
      ['ham', 2],
      ['spam', 2],
    ]);
  });

  it('that are too many become one rest', () => {
    const changes = Array.from({ length: 100 }, (_, i) => change({ author: `annotator ${i}` }));
    const { batches, batchOf } = batchesOf(changes, ['author']);
    expect(batches).toHaveLength(MOST_BATCHES);
    expect(batches.at(-1)).toMatchObject({ isRest: true, samples: 100 - MOST_BATCHES + 1, author: null });
    expect(Math.max(...batchOf)).toBe(MOST_BATCHES - 1);
    expect(batches.reduce((sum, { samples }) => sum + samples, 0)).toBe(100);
  });
});
