import { expect, it } from 'vitest';
import { WORDS } from '../words.ts';
import { taskTitle } from './task-title.ts';

it('a task has its name, the first one of a dataset that of what it holds, any other that of its kind', () => {
  const { label } = WORDS.en;
  const first = { id: 'a', dataset: 'a', name: '', kind: 'classification' } as const;
  expect(taskTitle(first, label)).toBe('Labels of the dataset');
  expect(taskTitle({ ...first, name: 'Tone' }, label)).toBe('Tone');
  expect(taskTitle({ ...first, id: 'b', kind: 'spans' }, label)).toBe('Text spans');
});
