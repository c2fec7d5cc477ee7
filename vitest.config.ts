import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: [
      'src-main/**/*.test.ts',
      'src-shared/**/*.test.ts',
      'src-preload/**/*.test.ts',
      'src-renderer/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    // A test of the colors reads the style sheet; without this it would come empty.
    css: true,
    pool: 'forks',
    // A process and the modules that it has read are used for many files: each file cleans up what it makes.
    isolate: false,
    // One more than the cores of the smallest machine: much of the time is spent waiting for processes and disks.
    maxWorkers: 3,
    // Real training on two cores that may have other work: a limit for what hangs, not a measure.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
