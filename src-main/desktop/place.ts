/** @file Where the parts of the desktop lie: beside the sources after a build, or in a package. */
import path from 'node:path';

export interface Place {
  /** The plain node binary that runs the workbench. */
  readonly node: string;
  /** The workbench's program. */
  readonly entry: string;
  readonly preload: string;
  readonly icon: string;
}

export interface PlaceOptions {
  readonly packaged: boolean;
  /** The folder of desktop.js, `out/main`. */
  readonly main: string;
  /** Electron's `process.resourcesPath`. */
  readonly resources: string;
  readonly platform: NodeJS.Platform;
}

/** In a package the workbench lies outside the archive: a plain node cannot read one. */
export function findPlace({ packaged, main, resources, platform }: PlaceOptions): Place {
  const root = path.join(main, '..', '..');
  const binary = platform === 'win32' ? 'node.exe' : 'node';
  const preload = path.join(main, '..', 'preload', 'index.cjs');
  if (packaged) {
    const workbench = path.join(resources, 'workbench');
    return {
      node: path.join(resources, binary),
      entry: path.join(workbench, 'out', 'workbench', 'server.js'),
      preload,
      icon: path.join(workbench, 'resources', 'icons', 'icon.png'),
    };
  }
  return {
    node: path.join(root, 'node_modules', 'node', 'bin', binary),
    entry: path.join(root, 'out', 'workbench', 'server.js'),
    preload,
    icon: path.join(root, 'resources', 'icons', 'icon.png'),
  };
}

/** The workspace that the arguments name with `--workspace DIR` or `--workspace=DIR`. */
export function workspaceArgument(args: readonly string[], from: string): string | undefined {
  const at = args.findIndex((arg) => arg === '--workspace' || arg.startsWith('--workspace='));
  if (at < 0) return undefined;
  const value = args[at]!.includes('=') ? args[at]!.slice('--workspace='.length) : args[at + 1];
  return value ? path.resolve(from, value) : undefined;
}
