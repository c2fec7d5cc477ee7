/** What electron-builder makes of electron-builder.yml: read and checked by electron-builder's own parts. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../product.ts';

const require = createRequire(path.join(ROOT, 'node_modules', 'electron-builder', 'package.json'));

interface Configuration {
  readonly toolsets: Readonly<Record<string, string>>;
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly linux: { readonly executableArgs: readonly string[] };
}

interface Target {
  readonly desktopEntry: { readonly value: Promise<string> };
}

const { getConfig, validateConfiguration } = require('app-builder-lib/out/util/config/config') as {
  getConfig(root: string, file: string | null, options: null): Promise<Configuration>;
  validateConfiguration(configuration: Configuration, logger: unknown): Promise<void>;
};
const { DebugLogger } = require('builder-util') as { DebugLogger: new (enabled: boolean) => unknown };

let configuration: Configuration;

beforeAll(async () => {
  configuration = await getConfig(ROOT, 'electron-builder.yml', null);
});

describe('electron-builder.yml', () => {
  it('is what electron-builder takes', async () => {
    await expect(validateConfiguration(configuration, new DebugLogger(false))).resolves.not.toThrow();
  });

  it('starts AppImages in their sandbox', async () => {
    const { default: AppImageTarget } = require('app-builder-lib/out/targets/appimage/AppImageTarget') as {
      default: new (name: string, packager: unknown, helper: unknown, out: string) => Target;
    };
    const packager = {
      config: configuration,
      platformSpecificBuildOptions: configuration.linux,
      appInfo: { buildVersion: '1' },
    };
    const helper = { computeDesktopEntry: async (_options: unknown, exec: string) => exec };
    const target = new AppImageTarget('AppImage', packager, helper, '');
    expect(await target.desktopEntry.value).toBe('AppRun %U');
  });

  it('uses the current toolsets', () => {
    const { properties } = (
      require('app-builder-lib/scheme.json') as {
        definitions: {
          ToolsetConfig: { properties: Record<string, { anyOf: [{ enum: string[] }, unknown] }> };
        };
      }
    ).definitions.ToolsetConfig;
    for (const [name, version] of Object.entries(configuration.toolsets))
      expect(version, name).toBe(properties[name]?.anyOf[0].enum.at(-1));
    expect(Object.keys(configuration.toolsets)).toEqual(
      expect.arrayContaining(['appimage', 'nsis', 'winCodeSign']),
    );
  });

  it('signs macOS anew after the fuses, and asks no keychain', () => {
    expect(configuration.electronFuses).toMatchObject({
      resetAdHocDarwinSignature: true,
      enableCookieEncryption: false,
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
    });
  });
});
