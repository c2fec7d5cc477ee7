/** @file Whether the desktop can open here: Electron's binary, a screen, a sandbox. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, binOf, runNode } from './product.ts';

const DOWNLOAD_MS = 5 * 60_000;

/** Electron's program, or undefined when its binary is not here (the npm package comes without it). */
export function electronBinary(): string | undefined {
  const folder = path.join(ROOT, 'node_modules', 'electron');
  try {
    const program = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8'));
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}

/** Why no window can open on this machine, whatever is installed; undefined when one can. */
export function whyNoWindow(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  user = process.getuid?.(),
): string | undefined {
  if (platform !== 'linux') return undefined;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display';
  if (user === 0) return 'Electron keeps its sandbox only when it does not run as root';
  return undefined;
}

/** Electron's program, fetched with its own `install-electron` when it is missing; undefined when it cannot be had. */
export async function obtainElectron(): Promise<string | undefined> {
  if (electronBinary() === undefined) {
    console.log('Electron’s binary is not here yet; fetching it once …');
    await runNode([binOf('electron', 'install-electron')], { limit: DOWNLOAD_MS });
  }
  return electronBinary();
}
