/** @file What electron-builder calls while it makes a package. */
import path from 'node:path';
import { build } from '../build.ts';
import { ROOT } from '../product.ts';
import { stage } from './stage.ts';
import { targetName, type Target } from './target.ts';

/** The part of electron-builder's context that is used here. */
interface PackContext {
  readonly electronPlatformName: string;
  /** electron-builder's number of the architecture. */
  readonly arch: number;
}

const ARCHITECTURES: Readonly<Record<number, Target['arch']>> = { 1: 'x64', 3: 'arm64' };

function targetOf({ electronPlatformName: platform, arch: number }: PackContext): Target {
  const arch = ARCHITECTURES[number];
  if (arch === undefined) throw new Error('packages are made for x64 and arm64');
  if (platform !== 'linux' && platform !== 'darwin' && platform !== 'win32')
    throw new Error(`no package is made for ${platform}`);
  return { platform, arch };
}

/** Before the package is laid out: the build as the sources say, and what goes beside Electron. */
export async function beforePack(context: PackContext): Promise<void> {
  if (!(await build())) throw new Error('the build failed');
  const target = targetOf(context);
  stage(path.join(ROOT, 'dist', 'stage', targetName(target)), target);
}
