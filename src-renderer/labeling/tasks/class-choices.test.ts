import { expect, it } from 'vitest';
import { choicesOf } from './class-choices.ts';

const named = (name: string, parent?: string) => ({
  name,
  key: '',
  guideline: '',
  ...(parent !== undefined && { parent }),
});

it('stands each class below the one that it is one of, whatever their order', () => {
  const classes = [
    named('cat', 'animal'),
    named('thing'),
    named('animal'),
    named('tabby', 'cat'),
    named('lost', 'gone'),
  ];
  const shown = choicesOf(classes, { language: 'en', leavesOnly: true });
  expect(shown.map(({ id, depth, holdsOnly }) => [id, depth, holdsOnly])).toEqual([
    ['thing', 0, false],
    ['animal', 0, true],
    ['cat', 1, true],
    ['tabby', 2, false],
    ['lost', 0, false],
  ]);
});

it('shows titles in the reader’s language, and colors where the schema has them or spans need them', () => {
  const classes = [{ ...named('cat'), titles: { en: '', zh: '猫' }, color: '#ff0000' }, named('dog')];
  expect(choicesOf(classes, { language: 'zh' })).toMatchObject([
    { name: '猫', color: '#ff0000' },
    { name: 'dog', color: undefined },
  ]);
  expect(choicesOf(classes, { language: 'en', colored: true })).toMatchObject([
    { name: 'cat', color: '#ff0000' },
    { name: 'dog', color: 'var(--series-2)' },
  ]);
});
