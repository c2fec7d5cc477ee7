/**
 * @file Builds what Electron runs: out/main is the desktop, out/preload what it gives the page, out/renderer the window. The
 * workbench itself runs in a plain node: scripts/bundle.ts.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const root = import.meta.dirname;
const out = join(root, 'out');

/** Addresses of the window are deep (`/data/ID`), so its files are named from the root; electron-vite would say `./`. */
function rootedAddresses(): Plugin {
  return { name: 'rooted-addresses', enforce: 'post', config: () => ({ base: '/' }) };
}

export default defineConfig({
  main: {
    build: {
      outDir: join(out, 'main'),
      target: 'node24',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: join(root, 'src-main', 'desktop.ts'),
        // One file: the archive of a package holds it and nothing else of the workbench.
        output: { format: 'es', entryFileNames: 'desktop.js', codeSplitting: false },
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
      // One style sheet, there from the start: a page's own would be lost for good where it could not be read beforehand.
      cssCodeSplit: false,
      rolldownOptions: {
        input: join(root, 'src-renderer', 'index.html'),
        checks: { pluginTimings: false },
      },
    },
  },
});
