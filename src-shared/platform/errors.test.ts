import { expect, test } from 'vitest';
import { wording } from './errors.ts';

test('what was not found is named in the reader’s language', () => {
  const missing = { key: 'house.notFound', parameters: { what: 'dataset', id: 'dataset-1' } } as const;
  expect(wording(missing, 'en').message).toBe('There is no dataset “dataset-1”.');
  expect(wording(missing, 'zh').message).toBe('找不到数据集“dataset-1”。');
});

test('a title that is also the name of a kind stays as it was given', () => {
  const cancelled = { key: 'house.cancelled', parameters: { what: 'model' } } as const;
  expect(wording(cancelled, 'zh').message).toContain('model');
});
