/** @file The machine a package is for. */

export interface Target {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly arch: 'x64' | 'arm64';
}

/** This machine. @throws Error when no package is made for it */
export function hostTarget(): Target {
  const { platform, arch } = process;
  if (platform !== 'linux' && platform !== 'darwin' && platform !== 'win32')
    throw new Error(`no package is made for ${platform}`);
  if (arch !== 'x64' && arch !== 'arm64') throw new Error(`no package is made for ${arch}`);
  return { platform, arch };
}

/** What electron-builder calls the platform. */
const OS_NAMES = { linux: 'linux', darwin: 'mac', win32: 'win' } as const;

/** The name of the target's staging folder, e.g. `linux-x64`. */
export function targetName({ platform, arch }: Target): string {
  return `${OS_NAMES[platform]}-${arch}`;
}
