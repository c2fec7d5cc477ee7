/** The parts of the shell, with stand-ins for Electron: its binary cannot be had on every machine. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandLine } from 'electron';
import { NATIVE_CHANNELS } from '../../src-shared/platform/native.ts';
import { guardContents, guardSession, isOurs, webPreferences, type GuardedContents } from './guard.ts';
import { menuTemplate } from './menu.ts';
import { answerNative, type NativeParts } from './native.ts';
import { findPlace, workspaceArgument } from './place.ts';
import { keepSettings, readSettings } from './settings.ts';
import { silenceChromium, silenceSession, type SilencedSession } from './silence.ts';
import { wordsFor } from './words.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-test-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the guard', () => {
  it.each([
    ['lathe://workbench/', true],
    ['lathe://workbench/data?x=1', true],
    ['lathe://elsewhere/', false],
    ['https://workbench/', false],
    ['lathe://workbench.example/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['', false],
  ])('takes %s as ours: %s', (address, ours) => expect(isOurs(address)).toBe(ours));

  it('keeps the page in a sandbox without Node', () => {
    expect(webPreferences('p')).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
    });
  });

  it('lets the page go nowhere else', () => {
    const listeners = new Map<string, (event: unknown) => void>();
    const contents = {
      on: (name: string, listener: (event: unknown) => void) => listeners.set(name, listener),
      setWindowOpenHandler: vi.fn(),
    };
    guardContents(contents as unknown as GuardedContents);
    const [open] = contents.setWindowOpenHandler.mock.calls[0] as [(details: unknown) => unknown];
    expect(open({ url: 'lathe://workbench/' })).toEqual({ action: 'deny' });

    const prevented = (name: string, url: string): boolean => {
      const preventDefault = vi.fn();
      listeners.get(name)?.({ url, preventDefault });
      return preventDefault.mock.calls.length > 0;
    };
    expect(prevented('will-navigate', 'https://example.org/')).toBe(true);
    expect(prevented('will-redirect', 'https://example.org/')).toBe(true);
    expect(prevented('will-attach-webview', 'lathe://workbench/')).toBe(true);
    expect(prevented('will-navigate', 'lathe://workbench/data')).toBe(false);
  });

  it('permits nothing but writing text to the clipboard', () => {
    const session = {
      setPermissionRequestHandler: vi.fn(),
      setPermissionCheckHandler: vi.fn(),
      setDevicePermissionHandler: vi.fn(),
    };
    guardSession(session);
    const [request] = session.setPermissionRequestHandler.mock.calls[0] as [
      (contents: unknown, permission: string, answer: (granted: boolean) => void) => void,
    ];
    const granted = (permission: string): boolean => {
      const answer = vi.fn();
      request(null, permission, answer);
      return answer.mock.calls[0]?.[0] as boolean;
    };
    const asked = ['media', 'geolocation', 'notifications', 'openExternal', 'clipboard-read', 'usb'];
    expect(asked.filter(granted)).toEqual([]);
    expect(granted('clipboard-sanitized-write')).toBe(true);
    const [device] = session.setDevicePermissionHandler.mock.calls[0] as [(details: unknown) => boolean];
    expect(device({ deviceType: 'usb' })).toBe(false);
  });
});

describe('Chromium', () => {
  it('looks no name up, and is told so before it is ready', () => {
    const appendSwitch = vi.fn();
    silenceChromium({ commandLine: { appendSwitch } as unknown as CommandLine });
    expect(appendSwitch).toHaveBeenCalledWith('host-resolver-rules', 'MAP * ~NOTFOUND');
    expect(appendSwitch).toHaveBeenCalledWith('disable-component-update', undefined);
  });

  it.each([
    ['lathe://workbench/data', false],
    ['data:image/png;base64,', false],
    ['blob:lathe://workbench/1', false],
    ['https://example.com/', true],
    ['http://127.0.0.1:80/', true],
    ['wss://example.com/', true],
    ['file:///etc/passwd', true],
    ['', true],
  ])('ends a request to %s before it begins: %s', (url, cancel) => {
    const onBeforeRequest = vi.fn();
    const setSpellCheckerEnabled = vi.fn();
    const session = { setSpellCheckerEnabled, webRequest: { onBeforeRequest } };
    silenceSession(session as unknown as SilencedSession);
    expect(setSpellCheckerEnabled).toHaveBeenCalledWith(false);
    const answer = vi.fn();
    const [listener] = onBeforeRequest.mock.calls[0] as [(details: unknown, answer: unknown) => void];
    listener({ url }, answer);
    expect(answer).toHaveBeenCalledWith({ cancel });
  });
});

describe('the menu', () => {
  const commands = { openWorkspace: vi.fn(), showWorkspace: vi.fn(), showLog: vi.fn() };

  it.each(['en-GB', 'zh-CN'])('has a label in %s for every entry but those that macOS names', (locale) => {
    const words = wordsFor(locale);
    const template = menuTemplate({ words, commands, platform: 'linux', packaged: true });
    const entries = template.flatMap(({ label, submenu }) => [
      label,
      ...(Array.isArray(submenu) ? submenu.filter(({ type }) => type !== 'separator') : []).map(
        (one) => one.label,
      ),
    ]);
    expect(entries).toHaveLength(21);
    expect(entries.every((label) => Object.values(words).includes(label ?? ''))).toBe(true);
  });

  it('speaks Chinese to those who do', () => {
    const [file] = menuTemplate({ words: wordsFor('zh-TW'), commands, platform: 'win32', packaged: true });
    expect(file?.label).toBe('文件');
  });

  it('offers developer tools in development only', () => {
    const roles = (packaged: boolean): unknown[] =>
      menuTemplate({ words: wordsFor('en'), commands, platform: 'linux', packaged }).flatMap(({ submenu }) =>
        Array.isArray(submenu) ? submenu.map(({ role }) => role) : [],
      );
    expect(roles(false)).toContain('toggleDevTools');
    expect(roles(true)).not.toContain('toggleDevTools');
  });
});

describe('findPlace', () => {
  it('finds everything outside the archive in a package', () => {
    const place = findPlace({
      packaged: true,
      main: '/a/app.asar/out/main',
      resources: '/a',
      platform: 'win32',
    });
    expect(place.node).toBe(path.join('/a', 'node.exe'));
    expect(place.entry).toBe(path.join('/a', 'workbench', 'out', 'workbench', 'server.js'));
    expect(place.preload).toBe(path.join('/a', 'app.asar', 'out', 'preload', 'index.cjs'));
  });

  it('takes the node of the node package in a checkout', () => {
    const place = findPlace({ packaged: false, main: '/lathe/out/main', resources: '/r', platform: 'linux' });
    expect(place.node).toBe(path.join('/lathe', 'node_modules', 'node', 'bin', 'node'));
    expect(place.entry).toBe(path.join('/lathe', 'out', 'workbench', 'server.js'));
  });
});

describe('workspaceArgument', () => {
  it.each([
    [['lathe', '--workspace', 'there'], path.resolve('/here', 'there')],
    [['lathe', '.', '--workspace=/there'], path.resolve('/there')],
    [['lathe'], undefined],
    [['lathe', '--workspace'], undefined],
  ])('reads %j as %s', (args, workspace) => expect(workspaceArgument(args, '/here')).toBe(workspace));
});

describe('the settings', () => {
  it('come back as they were kept, one beside the other', () => {
    const file = path.join(folder, 'desktop.json');
    const bounds = { x: 1, y: 2, width: 900, height: 700 };
    keepSettings(file, { workspace: '/w' });
    keepSettings(file, { bounds });
    expect(readSettings(file)).toEqual({ workspace: '/w', bounds });
    expect(readdirSync(folder)).toEqual(['desktop.json']);
  });

  it.each(['', '{', '[]', 'null', '{"workspace":3,"bounds":{"x":"1"}}'])(
    'are empty when the file holds %j',
    (text) => {
      const file = path.join(folder, 'desktop.json');
      writeFileSync(file, text);
      expect(readSettings(file)).toEqual({});
    },
  );
});

describe('the native verbs', () => {
  type Listener = (event: unknown, asked: unknown) => Promise<unknown>;

  function shell(changes: Partial<NativeParts['dialog']> = {}, answer = new Response('model')) {
    const listeners = new Map<string, Listener>();
    const shown = vi.fn();
    const clicks: (() => void)[] = [];
    const window = { show: vi.fn() };
    const dialog = {
      showOpenDialog: vi.fn(async () => ({ canceled: false, filePaths: ['/data/texts.csv'] })),
      showSaveDialog: vi.fn(async () => ({ canceled: false, filePath: path.join(folder, 'model.onnx') })),
      ...changes,
    };
    const proxy = vi.fn(async (_request: Request) => answer);
    class FakeNotification {
      constructor(notice: unknown) {
        shown(notice);
      }
      on(_name: string, listener: () => void): this {
        clicks.push(listener);
        return this;
      }
      show(): void {}
    }
    answerNative({
      ipcMain: { handle: (channel: string, listener: Listener) => listeners.set(channel, listener) },
      dialog,
      notification: FakeNotification,
      window: () => window,
      proxy,
      workspace: () => path.join(folder, 'workspace'),
      words: wordsFor('en'),
    } as unknown as NativeParts);
    const ask = (verb: keyof typeof NATIVE_CHANNELS, asked?: unknown, url = 'lathe://workbench/data') =>
      listeners.get(NATIVE_CHANNELS[verb])!({ senderFrame: { url } }, asked);
    return { ask, dialog, proxy, shown, clicks, window };
  }

  it('answers pages of the workbench only', async () => {
    const { ask, dialog } = shell();
    await expect(ask('pickFolder', undefined, 'https://example.org/')).rejects.toThrow('Only the workbench');
    expect(dialog.showOpenDialog).not.toHaveBeenCalled();
  });

  it('asks for a file of the given kinds and gives its path', async () => {
    const { ask, dialog } = shell();
    expect(await ask('pickFile', [{ name: 'CSV', extensions: ['csv'] }])).toBe('/data/texts.csv');
    expect(dialog.showOpenDialog).toHaveBeenCalledWith(
      expect.anything(),
      expect.objectContaining({
        properties: ['openFile'],
        filters: [
          { name: 'CSV', extensions: ['csv'] },
          { name: 'All files', extensions: ['*'] },
        ],
      }),
    );
  });

  it('gives null when the person cancels', async () => {
    const { ask } = shell({
      showOpenDialog: vi.fn(async () => ({ canceled: true, filePaths: [] })),
      showSaveDialog: vi.fn(async () => ({ canceled: true, filePath: '' })),
    });
    expect(await ask('pickFolder')).toBeNull();
    expect(await ask('saveFile', { url: '/files/x', fileName: 'x' })).toBeNull();
  });

  it('saves a file of the workbench whole', async () => {
    const { ask, proxy } = shell();
    const saved = path.join(folder, 'model.onnx');
    expect(await ask('saveFile', { url: '/files/blobs/a', fileName: 'model.onnx' })).toBe(saved);
    expect(proxy.mock.calls[0]?.[0].url).toBe('lathe://workbench/files/blobs/a');
    expect(readFileSync(saved, 'utf8')).toBe('model');
    expect(readdirSync(folder)).toEqual(['model.onnx']);
  });

  it('saves nothing into the workspace, and removes nothing that is beside the place', async () => {
    mkdirSync(path.join(folder, 'workspace', 'scratch'), { recursive: true });
    mkdirSync(path.join(folder, 'model.onnx.partial'));
    const filePath = path.join(folder, 'workspace', 'scratch', 'model.onnx');
    const inside = shell({ showSaveDialog: vi.fn(async () => ({ canceled: false, filePath })) });
    await expect(inside.ask('saveFile', { url: '/files/x', fileName: 'x' })).rejects.toThrow(
      'inside the workspace',
    );
    await shell().ask('saveFile', { url: '/files/x', fileName: 'x' });
    expect(readdirSync(folder).sort()).toEqual(['model.onnx', 'model.onnx.partial', 'workspace']);
    expect(readdirSync(path.dirname(filePath))).toEqual([]);
  });

  it('leaves nothing behind when the workbench refuses', async () => {
    const { ask } = shell({}, new Response('no', { status: 404 }));
    await expect(ask('saveFile', { url: '/files/x', fileName: 'x' })).rejects.toThrow('answered 404');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['saveFile', { url: 'https://example.org/x', fileName: 'x' }],
    ['saveFile', { url: '//example.org/x', fileName: 'x' }],
    ['saveFile', { url: 3, fileName: 'x' }],
    ['pickFile', [{ name: 'CSV', extensions: 'csv' }]],
    ['pickFile', 'csv'],
    ['notify', { title: 'a' }],
    ['notify', null],
  ] as const)('refuses %s(%j)', async (verb, asked) => {
    const { ask, proxy } = shell();
    await expect(ask(verb, asked)).rejects.toThrow(TypeError);
    expect(proxy).not.toHaveBeenCalled();
  });

  it('shows a notification that brings the window to the front', async () => {
    const { ask, shown, clicks, window } = shell();
    await ask('notify', { title: 'Training done', body: 'run-1' });
    expect(shown).toHaveBeenCalledWith({ title: 'Training done', body: 'run-1' });
    clicks.forEach((click) => click());
    expect(window.show).toHaveBeenCalledOnce();
  });
});
