/**
 * @file Lays out what a package ships beside Electron: the plain node, and the workbench it runs. The workbench lies outside
 * the archive because a plain node cannot read one, and because native parts must be real files.
 */
import { constants, copyFileSync, existsSync, globSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../product.ts';
import { isNeeded, runtimePackages, type Package } from './closure.ts';
import { hostTarget, type Target } from './target.ts';

/** What of the repository the workbench reads when it runs. The desktop's own files are in the archive. */
const PRODUCT_FILES = [
  'package.json',
  'LICENSE',
  'out/workbench/**/*.{js,sql}',
  'out/renderer/**/*.*',
  'resources/icons/icon.png',
  'resources/holidays.json',
  'resources/projects.json',
  'resources/samples/*',
];
const slashed = (file: string): string => file.replaceAll('\\', '/');

/** Files are cloned where the disk can, so a stage costs little. */
function copy(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
}

/** A package's own files; packages nested in it are packages of the closure themselves, or not needed. */
function filesOf(folder: string): string[] {
  return globSync('**/*', { cwd: folder, exclude: ['node_modules'] })
    .filter((file) => statSync(path.join(folder, file)).isFile())
    .map(slashed);
}

function copyPackage({ name, folder }: Package, to: string, target: Target): void {
  for (const file of filesOf(folder).filter((one) => isNeeded(name, one, target)))
    copy(path.join(folder, file), path.join(to, file));
}

/**
 * Makes `to` anew with `node` and `workbench/`. Everything in it comes from this installation, so it is for this machine's
 * kind only.
 *
 * @throws Error when the target is another machine, or out/ is not built
 */
export function stage(to: string, target: Target = hostTarget()): void {
  const host = hostTarget();
  if (host.platform !== target.platform || host.arch !== target.arch)
    throw new Error(
      `npm installed the native parts of ${host.platform}-${host.arch}; make the package for ${target.platform}-${target.arch} on such a machine`,
    );
  if (!existsSync(path.join(ROOT, 'out', 'workbench', 'server.js')))
    throw new Error('run “npm run build” first');
  rmSync(to, { recursive: true, force: true });

  const binary = target.platform === 'win32' ? 'node.exe' : 'node';
  copy(path.join(ROOT, 'node_modules', 'node', 'bin', binary), path.join(to, binary));

  const workbench = path.join(to, 'workbench');
  const files = PRODUCT_FILES.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).map(slashed);
  for (const file of files) copy(path.join(ROOT, file), path.join(workbench, file));
  for (const one of runtimePackages(ROOT, target))
    copyPackage(one, path.join(workbench, path.relative(ROOT, one.folder)), target);
}
