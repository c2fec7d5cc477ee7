/**
 * @file Builds what Electron runs: out/main is the desktop, out/preload what it gives the page, out/renderer the window. The
 * workbench itself runs in a plain node: scripts/bundle.ts.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

type CodeSplittingGroup = Rolldown.CodeSplittingGroup;

const root = import.meta.dirname;
const out = join(root, 'out');

/** Addresses of the window are deep (`/data/ID`), so its files are named from the root; electron-vite would say `./`. */
function rootedAddresses(): Plugin {
  return { name: 'rooted-addresses', enforce: 'post', config: () => ({ base: '/' }) };
}

/** What it is told of a module: the bundler has read all of them by then. */
type ModuleInfos = Parameters<Extract<CodeSplittingGroup['name'], (...args: never[]) => unknown>>[1];

/**
 * Two files for what every window reads: `first`, which paints it, and `pages`, all pages together. A file for every module that
 * two pages share would be a hundred requests each time that a window opens. What is imported within a page stays by itself
 * (charts, the drawing of regions, the editor of filters, formulas).
 */
function chunks(): CodeSplittingGroup {
  let first: ReadonlySet<string> | undefined;
  let pages: ReadonlySet<string> | undefined;
  const entry = join(root, 'src-renderer', 'main.ts');
  const reached = (roots: readonly string[], context: ModuleInfos): ReadonlySet<string> => {
    const seen = new Set(roots);
    // What is added while the set is walked is walked, too.
    for (const id of seen) for (const next of context.getModuleInfo(id)?.importedIds ?? []) seen.add(next);
    return seen;
  };
  return {
    name(id, context) {
      first ??= reached([entry], context);
      pages ??= reached(
        // A room's front door names its pages.
        [...first]
          .filter((id) => id.endsWith('/index.ts'))
          .flatMap((door) => context.getModuleInfo(door)?.dynamicallyImportedIds ?? []),
        context,
      );
      return first.has(id) ? 'first' : pages.has(id) ? 'pages' : null;
    },
    includeDependenciesRecursively: false,
  };
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
      // All pages are one file, read from this machine.
      chunkSizeWarningLimit: 1500,
      minify: true,
      // One style sheet, there from the start: a page's own would be lost for good where it could not be read beforehand.
      cssCodeSplit: false,
      rolldownOptions: {
        input: join(root, 'src-renderer', 'index.html'),
        output: { codeSplitting: { groups: [chunks()] } },
        checks: { pluginTimings: false },
      },
    },
  },
});
