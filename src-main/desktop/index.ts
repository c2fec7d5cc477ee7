/** @file The desktop: one window on one workbench. It holds no logic of the product. */
import type * as Electron from 'electron';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { WINDOW_ORIGIN } from '../../src-shared/platform/native.ts';
import { guardContents, guardSession, webPreferences } from './guard.ts';
import { menuTemplate } from './menu.ts';
import { answerNative } from './native.ts';
import { findPlace, workspaceArgument, type Place } from './place.ts';
import { createProxy } from './proxy.ts';
import { keepSettings, readSettings } from './settings.ts';
import { silenceChromium, silenceSession } from './silence.ts';
import { wordsFor, type Words } from './words.ts';
import { startWorkbench, type Workbench } from './workbench.ts';

/** The parts of Electron that the desktop uses; handed in, so that tests can stand in for them. */
export type ElectronParts = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'Menu' | 'Notification' | 'dialog' | 'ipcMain' | 'protocol' | 'session' | 'shell'
>;

export interface DesktopOptions {
  /** The folder of desktop.js. */
  readonly main: string;
  readonly args: readonly string[];
  readonly platform: NodeJS.Platform;
  readonly resources: string;
}

/** The scheme must be known before Electron is ready: pages under it are like those under https. */
export function registerScheme({ protocol }: Pick<ElectronParts, 'protocol'>): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([
    { scheme: new URL(WINDOW_ORIGIN).protocol.slice(0, -1), privileges },
  ]);
}

/** What a second start tells the first: Chromium may change the order of arguments, and not what is handed on so. */
interface SecondStart {
  readonly workspace: string | null;
}

function workspaceOf(told: unknown): string | undefined {
  if (typeof told !== 'object' || told === null || !('workspace' in told)) return undefined;
  return typeof told.workspace === 'string' ? told.workspace : undefined;
}

/** Chromium asks the system's keychain for a key to cookies as soon as it starts; there are none to keep. */
function askNoKeychain({ commandLine }: Pick<Electron.App, 'commandLine'>): void {
  commandLine.appendSwitch('use-mock-keychain');
  commandLine.appendSwitch('password-store', 'basic');
}

/**
 * Starts the desktop; resolves when its window shows the workbench. A second start brings the first to the front, with the
 * workspace that it names.
 */
export async function startDesktop(electron: ElectronParts, options: DesktopOptions): Promise<void> {
  const { app } = electron;
  const named: SecondStart = { workspace: workspaceArgument(options.args, process.cwd()) ?? null };
  if (!app.requestSingleInstanceLock(named)) return app.quit();
  registerScheme(electron);
  silenceChromium(app);
  askNoKeychain(app);
  await app.whenReady();
  if (app.isPackaged && app.commandLine.hasSwitch('no-sandbox')) return refuse(electron);
  const desktop = new Desktop(electron, options);
  app.on('second-instance', (_event, _args, _folder, told) => void desktop.startedAgain(workspaceOf(told)));
  app.on('activate', () => desktop.show());
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => desktop.quit(event));
  await desktop.open();
}

/** The launcher of an AppImage takes the sandbox away where the system has none. */
function refuse({ app, dialog }: ElectronParts): void {
  const words = wordsFor(app.getLocale());
  dialog.showErrorBox(words.noSandboxTitle, words.noSandboxDetail);
  app.exit(1);
}

class Desktop {
  readonly #electron: ElectronParts;
  readonly #place: Place;
  readonly #words: Words;
  readonly #settings: string;
  readonly #logFile: string;
  readonly #log: (line: string) => void;
  #workspace: string;
  #workbench: Workbench | undefined;
  #window: Electron.BrowserWindow | undefined;
  #opening: Promise<void> | undefined;
  #quitting = false;
  #ending = false;
  #stopped = false;

  constructor(electron: ElectronParts, { main, args, platform, resources }: DesktopOptions) {
    const { app } = electron;
    this.#electron = electron;
    this.#place = findPlace({ packaged: app.isPackaged, main, platform, resources });
    this.#words = wordsFor(app.getLocale());
    this.#settings = path.join(app.getPath('userData'), 'desktop.json');
    this.#logFile = path.join(app.getPath('logs'), 'workbench.log');
    mkdirSync(path.dirname(this.#logFile), { recursive: true });
    const log = createWriteStream(this.#logFile, { mode: 0o600 });
    this.#log = (line) => void log.write(`${new Date().toISOString()} ${line}\n`);
    const usual = path.join(app.getPath('home'), 'Lathe');
    this.#workspace =
      workspaceArgument(args, process.cwd()) ?? readSettings(this.#settings).workspace ?? usual;
    guardSession(electron.session.defaultSession);
    silenceSession(electron.session.defaultSession);
    app.on('web-contents-created', (_event, contents) => guardContents(contents));
    this.#setMenu(platform);
    this.#answer();
  }

  /** Starts the workbench and shows the window on it. */
  open(): Promise<void> {
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #open(): Promise<void> {
    if (this.#quitting) return;
    this.#startWorkbench();
    this.#window ??= this.#createWindow();
    await this.#load();
  }

  /** Another start of the program: with this workspace, if it named one. While this one quits, it comes after. */
  async startedAgain(workspace: string | undefined): Promise<void> {
    if (this.#quitting) return this.#comeAgain(workspace);
    this.show();
    if (workspace === undefined || workspace === this.#workspace) return;
    const { otherTitle, otherDetail, openOther, stay } = this.#words;
    const { response } = await this.#electron.dialog.showMessageBox({
      type: 'question',
      message: otherTitle,
      detail: `${workspace}\n\n${otherDetail}`,
      buttons: [openOther, stay],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    });
    if (response === 0) await this.#goTo(workspace);
  }

  #comeAgain(workspace: string | undefined): void {
    // An AppImage's own program lies in a mount that goes with it.
    const { APPIMAGE } = process.env;
    this.#electron.app.relaunch({
      ...(APPIMAGE && { execPath: APPIMAGE }),
      args: ['--workspace', workspace ?? this.#workspace],
    });
  }

  show(): void {
    if (!this.#window) return void this.open();
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Electron waits for nobody: the first request to quit is put off until the workbench has ended. */
  quit(event: Pick<Electron.Event, 'preventDefault'>): void {
    this.#quitting = true;
    if (this.#stopped || !this.#workbench) return;
    event.preventDefault();
    if (this.#ending) return;
    this.#ending = true;
    void this.#workbench.stop().finally(() => {
      this.#stopped = true;
      this.#electron.app.quit();
    });
  }

  #answer(): void {
    const { protocol, dialog, ipcMain, Notification } = this.#electron;
    const proxy = createProxy(async () => this.#running().socket());
    protocol.handle(new URL(WINDOW_ORIGIN).protocol.slice(0, -1), proxy);
    const window = (): Electron.BrowserWindow => {
      if (!this.#window) throw new Error('The window is closed.');
      return this.#window;
    };
    answerNative({
      ipcMain,
      dialog,
      notification: Notification,
      window,
      proxy,
      words: this.#words,
      workspace: () => this.#workspace,
    });
  }

  #running(): Workbench {
    if (!this.#workbench) throw new Error('The workbench is not started.');
    return this.#workbench;
  }

  #startWorkbench(): void {
    const { node, entry } = this.#place;
    this.#workbench = startWorkbench({
      node,
      entry,
      workspace: this.#workspace,
      log: this.#log,
      onDown: (lastWords) => void this.#askAgain(lastWords),
    });
  }

  /** Says why the workbench is down; the person tries again, takes another workspace or quits. */
  async #askAgain(lastWords: string): Promise<void> {
    const { app, dialog } = this.#electron;
    const words = this.#words;
    if (this.#quitting) return;
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: words.downTitle,
      detail: lastWords,
      buttons: [words.tryAgain, words.openWorkspace, words.quit],
      noLink: true,
    });
    await this.#opening?.catch(() => undefined);
    if (response === 0) return this.open();
    if (response === 1 && (await this.#openWorkspace())) return;
    app.quit();
  }

  #createWindow(): Electron.BrowserWindow {
    const { BrowserWindow } = this.#electron;
    const window = new BrowserWindow({
      width: 1280,
      height: 800,
      ...readSettings(this.#settings).bounds,
      minWidth: 900,
      minHeight: 600,
      show: false,
      icon: this.#place.icon,
      webPreferences: webPreferences(this.#place.preload),
    });
    window.once('ready-to-show', () => window.show());
    window.on('close', () => keepSettings(this.#settings, { bounds: window.getBounds() }));
    window.on('closed', () => (this.#window = undefined));
    // Windows ends a session without will-quit.
    window.on('session-end', () => {
      this.#quitting = true;
      void this.#workbench?.stop();
    });
    return window;
  }

  /** Shows the first page once the workbench answers; its being down is told by {@link #askAgain}. */
  async #load(): Promise<void> {
    const up = await this.#running()
      .socket()
      .then(
        () => true,
        () => false,
      );
    if (!up || this.#quitting) return;
    keepSettings(this.#settings, { workspace: this.#workspace });
    try {
      await this.#window?.loadURL(`${WINDOW_ORIGIN}/`);
    } catch (error) {
      // A window that closes while it loads is no failure.
      if (this.#window && !this.#quitting) throw error;
    }
  }

  #setMenu(platform: NodeJS.Platform): void {
    const { Menu, app, shell } = this.#electron;
    const commands = {
      openWorkspace: () => void this.#openWorkspace(),
      showWorkspace: () => void shell.openPath(this.#workspace),
      showLog: () => shell.showItemInFolder(this.#logFile),
    };
    const template = menuTemplate({ words: this.#words, commands, platform, packaged: app.isPackaged });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  /** Asks for another workspace and goes there. @returns whether one was chosen */
  async #openWorkspace(): Promise<boolean> {
    const chosen = await this.#electron.dialog.showOpenDialog({
      title: this.#words.chooseWorkspace,
      properties: ['openDirectory', 'createDirectory'],
    });
    const folder = chosen.filePaths[0];
    if (folder === undefined) return false;
    await this.#goTo(folder);
    return true;
  }

  async #goTo(workspace: string): Promise<void> {
    await this.#workbench?.stop();
    await this.#opening?.catch(() => undefined);
    this.#workspace = workspace;
    await this.open();
  }
}
