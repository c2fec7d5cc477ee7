/** @file Which installed packages the workbench needs when it runs, and which of their files. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Target } from './target.ts';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

export interface Package {
  readonly name: string;
  readonly folder: string;
}

/** What a package declares and needs only while it is installed, or what the package of Lathe brings in another way. */
const NOT_AT_RUN_TIME: readonly string[] = ['node', 'adm-zip', 'global-agent'];

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** As Node looks for it: in the node_modules of each folder from `from` upward. */
function find(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return candidate;
    if (folder === path.dirname(folder)) return undefined;
  }
}

function fits({ os, cpu }: Manifest, target: Target): boolean {
  return (os?.includes(target.platform) ?? true) && (cpu?.includes(target.arch) ?? true);
}

/** Every package that the dependencies of the package in `root` reach and that fits the target. */
export function runtimePackages(root: string, target: Target): Package[] {
  const found = new Map<string, Package>();
  const visit = (folder: string): void => {
    const { dependencies = {}, optionalDependencies = {} } = readManifest(folder);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (NOT_AT_RUN_TIME.includes(name)) continue;
      const needed = find(name, folder);
      if (needed === undefined) {
        if (name in optionalDependencies) continue;
        throw new Error(`${name} is not installed; run “npm ci” first`);
      }
      if (found.has(needed) || !fits(readManifest(needed), target)) continue;
      found.set(needed, { name, folder: needed });
      visit(needed);
    }
  };
  visit(root);
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** Files that no running program reads. Licences stay. */
const IDLE =
  /\.(?:d\.[cm]?ts|[cm]?ts|map|tsbuildinfo|markdown|flow)$|(?:^|\/)(?:readme|changelog|history)[^/]*\.md$/i;

const ONNX_RUNTIME = 'bin/napi-v6/';

/** Whether a file (path with `/`, relative to its package) is needed at run time on the target. */
export function isNeeded(name: string, file: string, target: Target): boolean {
  if (IDLE.test(file)) return false;
  switch (name) {
    case 'onnxruntime-node':
      if (/^(?:lib|script)\//.test(file)) return false;
      return (
        !file.startsWith(ONNX_RUNTIME) || file.startsWith(`${ONNX_RUNTIME}${target.platform}/${target.arch}/`)
      );
    case 'better-sqlite3':
      if (/^(?:deps|src)\/|^binding\.gyp$/.test(file)) return false;
      return !file.startsWith('prebuilds/') || file === `prebuilds/${target.platform}-${target.arch}.node`;
    default:
      return true;
  }
}
