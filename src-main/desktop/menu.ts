/** @file The native menus as data. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Words } from './words.ts';

export interface MenuCommands {
  readonly openWorkspace: () => void;
  readonly showWorkspace: () => void;
  readonly showLog: () => void;
}

export interface MenuOptions {
  readonly words: Words;
  readonly commands: MenuCommands;
  readonly platform: NodeJS.Platform;
  /** Developer tools are for development only. */
  readonly packaged: boolean;
}

/** Every label is given: only macOS translates those of roles. */
export function menuTemplate({
  words,
  commands,
  platform,
  packaged,
}: MenuOptions): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const mac = platform === 'darwin';
  const file: MenuItemConstructorOptions[] = [
    { label: words.openWorkspace, accelerator: 'CmdOrCtrl+O', click: commands.openWorkspace },
    { label: words.showWorkspace, click: commands.showWorkspace },
    separator,
    { label: words.close, role: 'close' },
    ...(mac ? [] : [{ label: words.quit, role: 'quit' } as const]),
  ];
  const edit: MenuItemConstructorOptions[] = [
    { label: words.undo, role: 'undo' },
    { label: words.redo, role: 'redo' },
    separator,
    { label: words.cut, role: 'cut' },
    { label: words.copy, role: 'copy' },
    { label: words.paste, role: 'paste' },
    { label: words.selectAll, role: 'selectAll' },
  ];
  const view: MenuItemConstructorOptions[] = [
    { label: words.reload, role: 'reload' },
    separator,
    { label: words.zoomIn, role: 'zoomIn' },
    { label: words.zoomOut, role: 'zoomOut' },
    { label: words.actualSize, role: 'resetZoom' },
    { label: words.fullScreen, role: 'togglefullscreen' },
    ...(packaged ? [] : [separator, { label: words.developerTools, role: 'toggleDevTools' } as const]),
  ];
  const help: MenuItemConstructorOptions[] = [
    { label: words.showLog, click: commands.showLog },
    ...(mac ? [] : [{ label: words.about, role: 'about' } as const]),
  ];
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    { label: words.file, submenu: file },
    { label: words.edit, submenu: edit },
    { label: words.view, submenu: view },
    { label: words.help, role: 'help', submenu: help },
  ];
}
