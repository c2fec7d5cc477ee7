/** @file Builds out/ when the sources have changed: `node scripts/build.ts [--force]`. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, binOf, runNode } from './product.ts';

const STAMP = path.join(ROOT, 'out', 'build.json');

/** Everything that decides what is built. */
const INPUTS = ['src-{main,shared,preload,renderer}/**/*.*', 'electron.vite.config.ts', 'package-lock.json'];

/** A hash over the names and contents of all inputs. Times are not asked: a checkout gives old files new ones. */
function inputsHash(): string {
  const hash = createHash('sha256');
  const files = INPUTS.flatMap((pattern) => globSync(pattern, { cwd: ROOT }));
  for (const file of files.filter((name) => !name.includes('.test.')).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(ROOT, file)))
      .update('\0');
  return hash.digest('hex');
}

function builtHash(): string | undefined {
  try {
    return (JSON.parse(readFileSync(STAMP, 'utf8')) as { inputs: string }).inputs;
  } catch {
    return undefined;
  }
}

/** Builds when something changed since the last time. @returns whether out/ is now what the sources say */
export async function build({ force = false } = {}): Promise<boolean> {
  const inputs = inputsHash();
  if (!force && builtHash() === inputs) return true;
  rmSync(path.join(ROOT, 'out'), { recursive: true, force: true });
  const status = await runNode([binOf('electron-vite'), 'build', '--logLevel', 'warn']);
  if (status !== 0) return false;
  writeFileSync(STAMP, `${JSON.stringify({ inputs })}\n`);
  return true;
}

if (import.meta.main) {
  const built = await build({ force: process.argv.includes('--force') });
  console.log(built ? 'out/ is up to date.' : 'The build failed.');
  process.exitCode = built ? 0 : 1;
}
