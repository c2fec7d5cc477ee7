import { describe, expect, it } from 'vitest';
import { allSkills, gapOf, missingOf, type PersonRow } from './skills.ts';
import { formatHours, hoursOf, parseHours, STANDARD_WEEK } from './hours.ts';
import { keyOf, seal, unseal } from './seal.ts';

describe('a private note', () => {
  const of = { author: 'person-mei', id: 'note-1' };
  const words = 'Tom is unhappy with his salary. 他想调岗。';

  it('is read by its passphrase alone, and only where it was written', async () => {
    const key = await keyOf('correct horse');
    const sealed = await seal(words, key, of);
    expect(JSON.stringify(sealed)).not.toContain('salary');
    expect(sealed.rounds).toBeGreaterThanOrEqual(600_000);
    const again = await keyOf('correct horse', sealed);
    expect(await unseal(sealed, again, of)).toBe(words);
    expect(await unseal(sealed, await keyOf('correct hors', sealed), of)).toBeNull();
    expect(await unseal(sealed, again, { ...of, author: 'person-tom' })).toBeNull();
    expect(await unseal(sealed, again, { ...of, id: 'note-2' })).toBeNull();
    const changed = { ...sealed, sealed: `${sealed.sealed[0] === 'A' ? 'B' : 'A'}${sealed.sealed.slice(1)}` };
    expect(await unseal(changed, again, of)).toBeNull();
    expect(await unseal({ ...sealed, sealed: '' }, again, of)).toBeNull();
  });

  it('has a nonce of its own each time, and a long one is whole', async () => {
    const key = await keyOf('x', { salt: 'AAAAAAAAAAAAAAAAAAAAAA==', rounds: 100_000 });
    const [a, b] = await Promise.all([seal(words, key, of), seal(words, key, of)]);
    expect(a.nonce).not.toBe(b.nonce);
    expect(a.sealed).not.toBe(b.sealed);
    const long = words.repeat(5000);
    expect(await unseal(await seal(long, key, of), key, of)).toBe(long);
  });
});

describe('hours of a day', () => {
  it.each([
    ['9-12, 13:00-17:30', '09:00–12:00, 13:00–17:30'],
    ['13-17，9-12', '09:00–12:00, 13:00–17:00'],
    ['0:00 – 24:00', '00:00–24:00'],
    ['9至18', '09:00–18:00'],
    ['', ''],
  ])('%j is %j', (text, shown) => expect(formatHours(parseHours(text)!)).toBe(shown));

  it.each(['9', '12-9', '9-12,11-13', '9-25', '9:70-12', 'always'])('%j is none', (text) =>
    expect(parseHours(text)).toBeUndefined(),
  );

  it('are 40 in a week', () => {
    expect(STANDARD_WEEK.reduce((sum, day) => sum + hoursOf(day), 0)).toBe(40);
  });
});

describe('skills', () => {
  const person = (id: string, skills: Record<string, number>): PersonRow => ({
    id,
    body: {
      name: id,
      account: null,
      role: null,
      capacity: 1,
      cost: 0,
      skills,
      daysOff: [],
      from: null,
      until: null,
    },
  });
  const people = [person('mei', { training: 3, labeling: 1 }), person('tom', { labeling: 2 })];
  const need = (skill: string, owners: string[], hours: number) => ({
    title: `${skill} task`,
    skill,
    owners,
    hours,
  });

  it('are missing where nobody works alone, or those who have the task do not', () => {
    const needs = [
      need('labeling', ['mei'], 10),
      need('labeling', ['mei', 'tom'], 5),
      need('serving', [], 8),
    ];
    expect(gapOf('labeling', people, needs)).toEqual({
      skill: 'labeling',
      hours: 15,
      able: 1,
      weak: ['labeling task'],
    });
    expect(gapOf('serving', people, needs)).toMatchObject({ able: 0, hours: 8, weak: ['serving task'] });
    expect(gapOf('training', people, needs)).toMatchObject({ able: 1, hours: 0, weak: [] });
    expect(allSkills(people, [{ body: { name: 'r', text: '', skills: { law: 2 } } }], needs)).toEqual([
      'labeling',
      'law',
      'serving',
      'training',
    ]);
  });

  it('of a role that a person does not have are shown', () => {
    const role = { name: 'r', text: '', skills: { labeling: 2, training: 2 } };
    expect([missingOf(people[0]!, role, 'labeling'), missingOf(people[0]!, role, 'training')]).toEqual([
      2, 0,
    ]);
    expect(missingOf(people[1]!, undefined, 'training')).toBe(0);
  });
});
