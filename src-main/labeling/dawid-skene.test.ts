import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../scripts/python.ts';
import { runPython } from '../../scripts/python.fixture.ts';
import {
  fitDawidSkene,
  startOf,
  type Observation,
} from '../../src-shared/labeling/resolution/dawid-skene.ts';

/** Answers of people who are right with a chance of their own, drawn by a rule that is always the same. */
function drawn({ items, skills, classes }: { items: number; skills: readonly number[]; classes: number }) {
  let state = 12_345;
  const random = (): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const truths = Array.from({ length: items }, () => Math.floor(random() * classes));
  const observations = truths.flatMap((truth, item) =>
    skills.flatMap((skill, person): Observation[] => {
      if (random() < 0.2) return [];
      const answer = random() < skill ? truth : Math.floor(random() * classes);
      return [{ item, person, answer }];
    }),
  );
  return { truths, input: { observations, items, people: skills.length, classes, seed: 1 } };
}

describe('weights of annotators', () => {
  it('tell the one who guesses from those who know, and are right where most are wrong', () => {
    const { truths, input } = drawn({ items: 400, skills: [0.95, 0.95, 0, 0, 0], classes: 3 });
    const { confusions, posteriors, priors } = fitDawidSkene(input);
    const right = posteriors.filter((row, i) => row.indexOf(Math.max(...row)) === truths[i]).length;
    const majority = truths.filter((truth, item) => {
      const votes = [0, 0, 0];
      for (const each of input.observations) if (each.item === item) votes[each.answer]!++;
      return votes.indexOf(Math.max(...votes)) === truth;
    }).length;
    expect(right / 400).toBeGreaterThan(0.9);
    expect(right).toBeGreaterThan(majority);
    const diagonal = confusions.map((rows) => rows.reduce((sum, row, i) => sum + row[i]!, 0) / 3);
    expect(Math.min(...diagonal.slice(0, 2))).toBeGreaterThan(0.85);
    expect(Math.max(...diagonal.slice(2))).toBeLessThan(0.5);
    expect(priors.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
  });

  it('are the closed case: all agree, so nobody errs and every item is sure', () => {
    const observations = [0, 1, 0, 1].flatMap((answer, item) =>
      [0, 1].map((person) => ({ item, person, answer })),
    );
    const { posteriors, priors, confusions } = fitDawidSkene({
      observations,
      items: 4,
      people: 2,
      classes: 2,
      seed: 3,
    });
    expect(priors[0]).toBeCloseTo(0.5, 6);
    expect(posteriors.map((row) => Math.round(row[1]! * 1000) / 1000)).toEqual([0, 1, 0, 1]);
    // Two answers a class and person, with 0.01 beside them.
    expect(confusions[0]![0]![0]).toBeCloseTo(2.01 / 2.02, 3);
  });

  it('are those of the same method in numpy, and the same for the same seed', (context) => {
    const python = findPython('numpy');
    context.skip(!python, pythonMissing('numpy'));
    const { input } = drawn({ items: 120, skills: [0.9, 0.6, 0.3, 0.8], classes: 4 });
    const fitted = fitDawidSkene(input);
    expect(fitDawidSkene(input)).toEqual(fitted);
    const { stdout, stderr } = runPython(
      python!,
      [path.join(import.meta.dirname, 'dawid-skene.oracle.py')],
      JSON.stringify({
        ...input,
        observations: input.observations.map(({ item, person, answer }) => [item, person, answer]),
        start: startOf(input),
        rounds: fitted.rounds,
      }),
    );
    expect(stderr).toBe('');
    const wanted = JSON.parse(stdout) as typeof fitted;
    expect(fitted.logLikelihood).toBeCloseTo(wanted.logLikelihood, 6);
    const flat = ({ priors, confusions, posteriors }: typeof fitted) =>
      [priors, confusions, posteriors].flat(3);
    const [actual, expected] = [flat(fitted), flat(wanted)];
    expect(Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-9);
  });
});
