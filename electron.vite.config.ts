/** @file Builds the packaged form: out/main and out/shared mirror the sources, out/preload is one file, out/renderer the window. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { cpSync, globSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const root = import.meta.dirname;
const out = join(root, 'out');

/**
 * The programs: what another process starts by its path, so that nothing imports it. The doors are the files at the top
 * of src-main; everything else follows from their imports.
 */
const programs = [
  'src-main/*.ts',
  'src-main/worker.ts',
  'src-main/training/worker/trainer/thread.ts',
].flatMap((pattern) => globSync(pattern, { cwd: root }));

const input = Object.fromEntries(
  programs
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => [file.replaceAll('\\', '/').slice(0, -'.ts'.length), join(root, file)]),
);

/** `src-main/store/open` is built to `main/store/open.js`, so that paths relative to a module mean the same there. */
function placeOf({ name }: { readonly name: string }): string {
  return `${name.replace(/^src-/, '')}.js`;
}

/** The SQL migrations, which are read at run time, stand beside the module that reads them. */
function copyMigrations(): Plugin {
  const migrations = join('platform', 'store', 'migrations');
  return {
    name: 'copy-migrations',
    writeBundle() {
      cpSync(join(root, 'src-main', migrations), join(out, 'main', migrations), { recursive: true });
    },
  };
}

/** Addresses of the window are deep (`/data/ID`), so its files are named from the root; electron-vite would say `./`. */
function rootedAddresses(): Plugin {
  return { name: 'rooted-addresses', enforce: 'post', config: () => ({ base: '/' }) };
}

export default defineConfig({
  main: {
    plugins: [copyMigrations()],
    build: {
      outDir: out,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input,
        output: { format: 'es', preserveModules: true, preserveModulesRoot: root, entryFileNames: placeOf },
      },
    },
  },
  preload: {
    build: {
      outDir: join(out, 'preload'),
      rolldownOptions: {
        input: join(root, 'src-preload', 'index.ts'),
        // A sandboxed preload is one CommonJS file.
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: join(root, 'src-renderer'),
    plugins: [svelte(), rootedAddresses()],
    build: {
      outDir: join(out, 'renderer'),
      target: 'chrome144',
      // ECharts is one chunk, loaded from this machine when the first chart is shown.
      chunkSizeWarningLimit: 1000,
      minify: true,
      rolldownOptions: {
        input: join(root, 'src-renderer', 'index.html'),
        checks: { pluginTimings: false },
      },
    },
  },
});
