/** @file For tests: the programs as they are shipped. `scripts/built.setup.ts` bundles them before the first test. */
import path from 'node:path';

/** The file of a program, to be run by this Node in a process of its own. */
export function programOf(name: 'cli' | 'server'): string {
  return path.join(import.meta.dirname, '..', 'out', 'workbench', `${name}.js`);
}

/** A program as arguments of Node, with room for young objects from the start, as the desktop gives it to its workbench. */
export function launch(name: 'cli' | 'server', ...args: readonly string[]): string[] {
  return ['--min-semi-space-size=32', programOf(name), ...args];
}
