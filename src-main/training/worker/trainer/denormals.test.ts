import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('leaves no denormal numbers in the state, though sessions were opened before', () => {
  const script = join(import.meta.dirname, 'denormals.fixture.ts');
  const told = execFileSync(process.execPath, [script], { encoding: 'utf8' });
  expect(JSON.parse(told)).toEqual({ slopes: 16, denormal: 0 });
});
