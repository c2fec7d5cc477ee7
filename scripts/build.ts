/** @file Builds of out/ what the sources have changed: `node scripts/build.ts [--force]`. */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle.ts';
import { ROOT, binOf, runNode } from './product.ts';

/** A part of out/ that is built by itself. */
interface Part {
  /** Everything that decides what is built. */
  readonly inputs: readonly string[];
  /** Throws, or says false after its own words, when it cannot. */
  readonly make: () => Promise<boolean>;
}

const SHARED = ['src-shared/**/*.ts', 'package-lock.json', 'scripts/b{uild,undle}.ts'];

const PARTS = {
  /** The programs that a plain node runs. */
  workbench: {
    inputs: ['src-main/**/*.{ts,sql}', ...SHARED],
    async make() {
      await bundle();
      return true;
    },
  },
  /** The window, and what Electron runs. */
  window: {
    inputs: [
      'src-{preload,renderer}/**/*.*',
      'src-main/desktop.ts',
      'src-main/{desktop,platform}/**/*.ts',
      'electron.vite.config.ts',
      ...SHARED,
    ],
    async make() {
      for (const folder of ['main', 'preload', 'renderer'])
        rmSync(path.join(ROOT, 'out', folder), { recursive: true, force: true });
      return (await runNode([binOf('electron-vite'), 'build', '--logLevel', 'warn'])) === 0;
    },
  },
} as const satisfies Record<string, Part>;

/** A hash over the names and contents of files. Times are not asked: a checkout gives old files new ones. */
function hashOf(patterns: readonly string[]): string {
  const hash = createHash('sha256');
  const files = new Set(patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT })));
  for (const file of [...files].filter((name) => !name.includes('.test.')).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(ROOT, file)))
      .update('\0');
  return hash.digest('hex');
}

/** Builds a part when something changed since the last time. @returns whether it is now what the sources say */
export async function buildPart(name: keyof typeof PARTS, { force = false } = {}): Promise<boolean> {
  const { inputs, make }: Part = PARTS[name];
  const stamp = path.join(ROOT, 'out', `${name}.sha256`);
  const hash = hashOf(inputs);
  if (!force && read(stamp) === hash) return true;
  rmSync(stamp, { force: true });
  if (!(await make())) return false;
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Builds everything that changed since the last time. @returns whether out/ is now what the sources say */
export async function build(options: { readonly force?: boolean } = {}): Promise<boolean> {
  const built = await Promise.all([buildPart('workbench', options), buildPart('window', options)]);
  return built.every(Boolean);
}

if (import.meta.main) {
  const built = await build({ force: process.argv.includes('--force') });
  console.log(built ? 'out/ is up to date.' : 'The build failed.');
  process.exitCode = built ? 0 : 1;
}
