/** @file The desktop: one window on one workbench. It holds no logic of the product. */
import type * as Electron from 'electron';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { WINDOW_ORIGIN } from '../../src-shared/native.ts';
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

/** Starts the desktop; resolves when its window shows the workbench. A second start only brings the first to the front. */
export async function startDesktop(electron: ElectronParts, options: DesktopOptions): Promise<void> {
  const { app } = electron;
  if (!app.requestSingleInstanceLock()) return app.quit();
  registerScheme(electron);
  silenceChromium(app);
  await app.whenReady();
  const desktop = new Desktop(electron, options);
  app.on('second-instance', () => desktop.show());
  app.on('activate', () => desktop.show());
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => desktop.quit(event));
  await desktop.open();
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
  async open(): Promise<void> {
    this.#startWorkbench();
    this.#window ??= this.#createWindow();
    await this.#load();
  }

  show(): void {
    if (!this.#window) return void this.open();
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Electron waits for nobody: the first request to quit is put off until the workbench has ended. */
  quit(event: Pick<Electron.Event, 'preventDefault'>): void {
    if (this.#stopped || !this.#workbench) return;
    event.preventDefault();
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
      ...{ ipcMain, dialog, notification: Notification, window, proxy, words: this.#words },
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
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: words.downTitle,
      detail: lastWords,
      buttons: [words.tryAgain, words.openWorkspace, words.quit],
      noLink: true,
    });
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
    if (!up) return;
    keepSettings(this.#settings, { workspace: this.#workspace });
    await this.#window?.loadURL(`${WINDOW_ORIGIN}/`);
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
    await this.#workbench?.stop();
    this.#workspace = folder;
    await this.open();
    return true;
  }
}
