/**
 * @file Bundles the workbench into out/workbench: its programs, what they share, and the migrations beside them. A start then
 * reads a dozen files instead of nine hundred.
 */
import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { ROOT } from './product.ts';

export const WORKBENCH = path.join(ROOT, 'out', 'workbench');

/** What is started by its path, so that nothing imports it. */
const PROGRAMS = {
  cli: 'src-main/cli.ts',
  server: 'src-main/server.ts',
  worker: 'src-main/worker.ts',
  thread: 'src-main/training/worker/trainer/thread.ts',
};

/**
 * Packages with native parts, found in node_modules at run time; every other package is in the bundle. Of DuckDB only its
 * bindings: the hundred files around them take longer to find and load one by one than the database itself.
 */
const NATIVE = ['better-sqlite3', '@duckdb/node-bindings', 'onnxruntime-node', 'sharp', '@node-rs/jieba'];

/** Makes out/workbench anew; until all of it is there, what was there before stays. Throws what the bundler throws. */
export async function bundle(): Promise<void> {
  const made = `${WORKBENCH}.${process.pid}`;
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: NATIVE },
    build: {
      ssr: true,
      outDir: made,
      target: 'node24',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(
          Object.entries(PROGRAMS).map(([name, file]) => [name, path.join(ROOT, file)]),
        ),
        // Side by side: what a module finds beside itself, it finds beside the bundle.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        checks: { pluginTimings: false },
      },
    },
  });
  cpSync(path.join(ROOT, 'src-main', 'platform', 'store', 'migrations'), path.join(made, 'migrations'), {
    recursive: true,
  });
  mkdirSync(path.dirname(WORKBENCH), { recursive: true });
  rmSync(WORKBENCH, { recursive: true, force: true });
  renameSync(made, WORKBENCH);
}

if (import.meta.main) await bundle();
