/** The desktop as a whole on the real workbench, with a stand-in for Electron: its binary cannot be had on every machine. */
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startDesktop, type ElectronParts } from './index.ts';
import type { Proxy } from './proxy.ts';
import { readSettings } from './settings.ts';
import { programOf } from '../programs.fixture.ts';
import { pathToFileURL } from 'node:url';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-test-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

class FakeContents extends EventEmitter {
  setWindowOpenHandler = vi.fn();
}

class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();
  readonly isMinimized = vi.fn(() => true);
  readonly getBounds = () => ({ x: 5, y: 6, width: 1000, height: 700 });
  readonly loadURL = vi.fn(async (_address: string) => void this.emit('ready-to-show'));
}

function fakeElectron({ first = true, choice = 2 } = {}) {
  const windows: FakeWindow[] = [];
  let proxy: Proxy | undefined;
  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    commandLine: { appendSwitch: vi.fn(), hasSwitch: vi.fn(() => false) },
    requestSingleInstanceLock: vi.fn((_told: unknown) => first),
    relaunch: vi.fn(),
    exit: vi.fn(),
    whenReady: async () => undefined,
    getLocale: () => 'en-GB',
    getPath: (name: string) => path.join(folder, name),
    quit: vi.fn(() => {
      const event = { preventDefault: vi.fn() };
      app.emit('will-quit', event);
      if (event.preventDefault.mock.calls.length === 0) app.emit('gone');
    }),
  });
  const electron = {
    app,
    BrowserWindow: class extends FakeWindow {
      constructor() {
        super();
        windows.push(this);
        app.emit('web-contents-created', {}, this.webContents);
      }
    },
    Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: vi.fn() },
    Notification: EventEmitter,
    dialog: {
      showMessageBox: vi.fn(async () => ({ response: choice })),
      showOpenDialog: vi.fn(),
      showErrorBox: vi.fn(),
    },
    ipcMain: { handle: vi.fn() },
    protocol: {
      registerSchemesAsPrivileged: vi.fn(),
      handle: vi.fn((_scheme: string, handler: Proxy) => void (proxy = handler)),
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: vi.fn(),
        setPermissionCheckHandler: vi.fn(),
        setDevicePermissionHandler: vi.fn(),
        setSpellCheckerEnabled: vi.fn(),
        webRequest: { onBeforeRequest: vi.fn() },
      },
    },
    shell: {},
  };
  mkdirSync(path.join(folder, 'userData'), { recursive: true });
  return {
    electron,
    app,
    windows,
    parts: electron as unknown as ElectronParts,
    ask: (request: Request) => proxy!(request),
  };
}

/** A built product in small: out/workbench/server.js and the plain node. */
function product(server: string): string {
  const bin = path.join(folder, 'product', 'node_modules', 'node', 'bin');
  const main = path.join(folder, 'product', 'out', 'main');
  mkdirSync(bin, { recursive: true });
  const workbench = path.join(main, '..', 'workbench');
  mkdirSync(workbench, { recursive: true });
  symlinkSync(process.execPath, path.join(bin, path.basename(process.execPath)));
  writeFileSync(path.join(workbench, 'server.js'), server);
  return main;
}

const options = (main: string) => ({
  main,
  args: ['electron', '.', '--workspace', path.join(folder, 'workspace')],
  platform: process.platform,
  resources: folder,
});

const realServer = `import(${JSON.stringify(pathToFileURL(programOf('server')))});`;

async function quit(app: ReturnType<typeof fakeElectron>['app']): Promise<void> {
  const gone = once(app, 'gone');
  app.quit();
  await gone;
}

it('opens its window on the workbench, shows it once, and ends the workbench before itself', async () => {
  const { parts, electron, app, windows, ask } = fakeElectron();
  await startDesktop(parts, options(product(realServer)));
  expect(electron.protocol.registerSchemesAsPrivileged).toHaveBeenCalledOnce();
  expect(windows).toHaveLength(1);
  expect(windows[0]?.loadURL).toHaveBeenCalledExactlyOnceWith('lathe://workbench/');
  expect(windows[0]?.show).toHaveBeenCalledOnce();
  expect(windows[0]?.webContents.setWindowOpenHandler).toHaveBeenCalledOnce();
  expect(readSettings(path.join(folder, 'userData', 'desktop.json')).workspace).toBe(
    path.join(folder, 'workspace'),
  );

  const about = new Request('lathe://workbench/rpc/workspace/about', {
    method: 'POST',
    headers: { 'x-lathe': '1' },
  });
  expect((await ask(about)).status).toBe(200);

  app.emit('second-instance');
  expect(windows[0]?.restore).toHaveBeenCalledOnce();
  expect(windows[0]?.focus).toHaveBeenCalledOnce();

  await quit(app);
  await expect(ask(new Request('lathe://workbench/'))).rejects.toThrow();
});

const workspaceIn = (folder: string): string =>
  readSettings(path.join(folder, 'userData', 'desktop.json')).workspace ?? '';

it('goes to the workspace that a second start names, once that is wanted', async () => {
  const { parts, electron, app, windows, ask } = fakeElectron({ choice: 0 });
  await startDesktop(parts, options(product(realServer)));
  expect(app.requestSingleInstanceLock).toHaveBeenCalledExactlyOnceWith({
    workspace: path.join(folder, 'workspace'),
  });
  const other = path.join(folder, 'other');
  app.emit('second-instance', {}, [], folder, { workspace: other });
  await vi.waitUntil(() => workspaceIn(folder) === other, { timeout: 100_000 });
  expect(electron.dialog.showMessageBox).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ type: 'question', detail: expect.stringContaining(other) as string }),
  );
  await vi.waitUntil(() => windows[0]!.loadURL.mock.calls.length === 2);
  expect((await ask(new Request('lathe://workbench/'))).status).toBeLessThan(504);
  await quit(app);
});

it.each([null, 'x', {}, { workspace: 3 }, { workspace: null }])(
  'stays where it is when a second start tells %j',
  async (told) => {
    const { parts, electron, app, windows } = fakeElectron();
    await startDesktop(parts, options(product(realServer)));
    app.emit('second-instance', {}, [], folder, told);
    expect(windows[0]?.focus).toHaveBeenCalledOnce();
    expect(electron.dialog.showMessageBox).not.toHaveBeenCalled();
    await quit(app);
  },
);

it('opens nothing more while it quits, and comes again after it when asked meanwhile', async () => {
  const { parts, app, windows } = fakeElectron();
  await startDesktop(parts, options(product(realServer)));
  const gone = once(app, 'gone');
  app.quit();
  windows[0]?.emit('closed');
  app.emit('activate');
  app.emit('second-instance', {}, [], folder, { workspace: path.join(folder, 'other') });
  await gone;
  expect(windows).toHaveLength(1);
  expect(app.relaunch).toHaveBeenCalledExactlyOnceWith({
    args: ['--workspace', path.join(folder, 'other')],
  });
});

it('quits while it starts, without a word and without a window left behind', async () => {
  const { parts, electron, app, windows } = fakeElectron();
  const started = startDesktop(parts, options(product(realServer)));
  await vi.waitUntil(() => windows.length === 1);
  await quit(app);
  await started;
  expect(windows[0]?.loadURL).not.toHaveBeenCalled();
  expect(electron.dialog.showMessageBox).not.toHaveBeenCalled();
});

it('opens its window once, however often it is asked to while it opens', async () => {
  const { parts, electron, app, windows } = fakeElectron();
  const started = startDesktop(parts, options(product(realServer)));
  await vi.waitUntil(() => windows.length === 1);
  for (let times = 0; times < 3; times++) app.emit('activate');
  await started;
  expect(windows).toHaveLength(1);
  expect(electron.dialog.showMessageBox).not.toHaveBeenCalled();
  await quit(app);
});

it('refuses, in words, to open without its sandbox in a package', async () => {
  const { parts, electron, app, windows } = fakeElectron();
  app.isPackaged = true;
  app.commandLine.hasSwitch.mockImplementation(() => true);
  await startDesktop(parts, options(product(realServer)));
  expect(electron.dialog.showErrorBox).toHaveBeenCalledOnce();
  expect(app.exit).toHaveBeenCalledExactlyOnceWith(1);
  expect(windows).toHaveLength(0);
});

it('asks no keychain', async () => {
  const { parts, app } = fakeElectron();
  await startDesktop(parts, options(product(realServer)));
  expect(app.commandLine.appendSwitch).toHaveBeenCalledWith('use-mock-keychain');
  expect(app.commandLine.appendSwitch).toHaveBeenCalledWith('password-store', 'basic');
  await quit(app);
});

it('remembers where the window stood', async () => {
  const { parts, app, windows } = fakeElectron();
  await startDesktop(parts, options(product(realServer)));
  windows[0]?.emit('close');
  expect(readSettings(path.join(folder, 'userData', 'desktop.json')).bounds?.width).toBe(1000);
  await quit(app);
});

it('leaves the field to the desktop that was there first', async () => {
  const { parts, app, windows } = fakeElectron({ first: false });
  await startDesktop(parts, options(product(realServer)));
  expect(app.quit).toHaveBeenCalledOnce();
  expect(windows).toHaveLength(0);
});

it('says why the workbench could not start, and quits when asked to', async () => {
  const { parts, electron, app, windows } = fakeElectron({ choice: 2 });
  const gone = once(app, 'gone');
  await startDesktop(
    parts,
    options(product(`console.error('This workspace was written by a newer Lathe.'); process.exit(1);`)),
  );
  await gone;
  expect(electron.dialog.showMessageBox).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ type: 'error', detail: 'This workspace was written by a newer Lathe.' }),
  );
  expect(windows[0]?.loadURL).not.toHaveBeenCalled();
});
