import { describe, expect, it } from 'vitest';
import { en } from './words.ts';
import { SchemaDraft } from './schema-draft.svelte.ts';

const draftOf = (...names: string[]) =>
  new SchemaDraft(names.map((name, i) => ({ name, key: String(i + 1), guideline: '' })));

describe('the classes while someone edits them', () => {
  it('say of a renamed class what it was, and of a new one nothing', () => {
    const draft = draftOf('spam', 'ham');
    draft.rows[0]!.name = 'junk ';
    draft.add();
    draft.rows[2]!.name = 'unsure';
    draft.move(draft.rows[2]!, -1);
    expect(draft.changes()).toEqual([
      { name: 'junk', key: '1', guideline: '', was: 'spam' },
      { name: 'unsure', key: '3', guideline: '' },
      { name: 'ham', key: '2', guideline: '' },
    ]);
    expect(draft.problem(en.schema)).toBeUndefined();
  });

  it('begin with one empty class when there is none', () => {
    expect(new SchemaDraft([]).rows.map(({ name, key }) => [name, key])).toEqual([['', '1']]);
  });

  it.each([
    ['', '1', en.schema.nameMissing],
    ['ham', '1', en.schema.nameTwice('ham')],
    ['spam', '2', en.schema.keyTwice('2')],
    ['spam', 'u', en.schema.keyBad('u', 'u, s, f, n, g, j')],
    ['spam', 'A', en.schema.keyBad('A', 'u, s, f, n, g, j')],
  ])('name “%s” with key “%s” is refused in words', (name, key, problem) => {
    const draft = draftOf('spam', 'ham');
    Object.assign(draft.rows[0]!, { name, key });
    expect(draft.problem(en.schema)).toBe(problem);
  });
});
