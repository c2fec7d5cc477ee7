import { expect, it } from 'vitest';
import { flattened } from './flattened.ts';

it('a nested configuration becomes parameters with dots in their names, whatever its keys', () => {
  const config = JSON.parse(
    '{"model":{"layers":[{"units":8},{"units":4}],"name":"mlp"},"seed":1,"amp":false,"none":null,"empty":{},"__proto__":{"a/b":"😀"}}',
  );
  expect(flattened(config)).toEqual([
    { name: 'model.layers.0.units', value: 8 },
    { name: 'model.layers.1.units', value: 4 },
    { name: 'model.name', value: 'mlp' },
    { name: 'seed', value: 1 },
    { name: 'amp', value: false },
    { name: 'none', value: 'null' },
    { name: 'empty', value: '{}' },
    { name: '__proto__.a/b', value: '😀' },
  ]);
});

it('one that is too deep ends as text, and one that is none is empty', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 5000; i++) deep = { a: deep };
  expect(() => flattened(deep)).not.toThrow();
  expect(flattened(3)).toEqual([]);
});
