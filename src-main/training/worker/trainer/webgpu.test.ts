import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { softwareVulkan, vulkanMissing } from '../../../../scripts/vulkan.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-webgpu-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.for(['W1', 'W6', 'W8'])(
  'a small %s trains on WebGPU as it does on the processor',
  { timeout: 300_000 },
  (name, context) => {
    const vulkan = softwareVulkan(folder);
    context.skip(!vulkan, vulkanMissing);
    const script = join(import.meta.dirname, 'webgpu.fixture.ts');
    const output = execFileSync(process.execPath, [script, 'webgpu', folder, name], {
      encoding: 'utf8',
      env: { ...process.env, ...vulkan },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { difference, onProcessor } = JSON.parse(output)[name];
    expect(difference).toBeLessThan(1e-3);
    expect(onProcessor).not.toContain('LogSoftmax');
    expect(onProcessor).not.toContain('MatMul');
    expect(onProcessor).not.toContain('Conv');
  },
);
