import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const script = join(import.meta.dirname, 'blocks.fixture.ts');
/** Shows programs another processor than this machine's. */
const emulator = 'qemu-x86_64';
const emulates = process.arch === 'x64' && spawnSync(emulator, ['--version']).status === 0;

interface Told {
  readonly blockSize?: number;
  readonly blocked: number;
  readonly difference: number;
}

// The kernels that ONNX Runtime chooses, and with them the layout of the whole step, depend on the processor.
it('trains the same in blocks of 8, on a processor with AVX2, as without blocks', (context) => {
  context.skip(!emulates, `needs the emulator ${emulator} (Debian: qemu-user)`);
  const told = execFileSync(emulator, ['-cpu', 'Haswell', process.execPath, script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { blockSize, blocked, difference } = JSON.parse(told) as Told;
  expect(blockSize).toBe(8);
  // Three forward; their gradients come on top.
  expect(blocked).toBeGreaterThan(3);
  expect(difference).toBeLessThan(1e-5);
});
