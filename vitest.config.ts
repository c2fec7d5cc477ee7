import { svelte } from '@sveltejs/vite-plugin-svelte';
import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { SlowestFirst } from './scripts/slowest-first.ts';

/**
 * Tests that tell numbers apart which the first session of ONNX Runtime makes zero for the whole process
 * (src-main/platform/worker/denormals.ts): these have a process of their own.
 */
const denormal = [
  'src-main/graph/codec/codec.test.ts',
  'src-main/models/worker/generation/generation.test.ts',
];

// Several workers train at once on few cores.
process.env['LATHE_SPINNING'] ??= 'off';
// Worker processes that a test starts find compiled code, as those of a program do (src-main/platform/host/compile-cache.ts).
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, 'node_modules', '.cache', 'lathe-code');

export default defineConfig({
  plugins: [svelte()],
  resolve: { alias: [{ find: './worker-entry.ts', replacement: './worker-entry.fixture.ts' }] },
  test: {
    globalSetup: './scripts/built.setup.ts',
    // A test of the colors reads the style sheet; without this it would come empty.
    css: true,
    pool: 'forks',
    sequence: { sequencer: SlowestFirst },
    // Room for young objects from the start, as the workbench and its workers have it.
    execArgv: ['--min-semi-space-size=32'],
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: [
            'src-main/**/*.test.ts',
            'src-shared/**/*.test.ts',
            'src-preload/**/*.test.ts',
            'src-renderer/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, ...denormal],
          // A process and the modules that it has read are used for many files: each file cleans up what it makes.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'apart', include: denormal, isolate: true } },
    ],
    // One more than the cores of the smallest machine: much of the time is spent waiting for processes and disks.
    maxWorkers: 3,
    // Real training on two cores that may have other work: a limit for what hangs, not a measure.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
