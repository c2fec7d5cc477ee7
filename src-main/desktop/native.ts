/** @file Answers the native verbs of the window. Whoever asks must be a page of the workbench, and ask in the agreed form. */
import type { BrowserWindow, Dialog, IpcMain, IpcMainInvokeEvent, Notification } from 'electron';
import path from 'node:path';
import { AppError } from '../../src-shared/platform/errors.ts';
import { NATIVE_CHANNELS, WINDOW_ORIGIN, type FileKind } from '../../src-shared/platform/native.ts';
import { liesIn, writeBeside } from '../platform/store/beside.ts';
import { ordinaryMode } from '../platform/store/owner.ts';
import { isOurs } from './guard.ts';
import type { Proxy } from './proxy.ts';
import type { Words } from './words.ts';

export interface NativeParts {
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  readonly notification: new (notice: { title: string; body: string }) => Pick<Notification, 'on' | 'show'>;
  /** The window the dialogs belong to. */
  readonly window: () => BrowserWindow;
  readonly proxy: Proxy;
  /** The folder of the workspace. */
  readonly workspace: () => string;
  readonly words: Words;
}

export function answerNative(parts: NativeParts): void {
  const { dialog, window, words } = parts;
  const handle = (channel: string, answer: (asked: unknown) => Promise<unknown>): void =>
    parts.ipcMain.handle(channel, async (event: IpcMainInvokeEvent, asked: unknown) => {
      if (!isOurs(event.senderFrame?.url ?? ''))
        throw new Error('Only the workbench’s window may ask for this.');
      return answer(asked);
    });

  handle(NATIVE_CHANNELS.pickFile, async (asked) => {
    if (!isKinds(asked)) throw new TypeError('pickFile takes kinds of files');
    const kinds = asked.map(({ name, extensions }) => ({ name, extensions: [...extensions] }));
    const filters = [...kinds, { name: words.allFiles, extensions: ['*'] }];
    const chosen = await dialog.showOpenDialog(window(), {
      title: words.chooseFile,
      properties: ['openFile'],
      filters,
    });
    return chosen.filePaths[0] ?? null;
  });

  handle(NATIVE_CHANNELS.pickFolder, async () => {
    const chosen = await dialog.showOpenDialog(window(), {
      title: words.chooseFolder,
      properties: ['openDirectory', 'createDirectory'],
    });
    return chosen.filePaths[0] ?? null;
  });

  handle(NATIVE_CHANNELS.saveFile, async (asked) => {
    if (!isTexts(asked, ['url', 'fileName'])) throw new TypeError('saveFile takes {url, fileName}');
    const address = new URL(asked.url, WINDOW_ORIGIN);
    if (!isOurs(address.href)) throw new TypeError('saveFile saves files of the workbench only');
    const chosen = await dialog.showSaveDialog(window(), { title: words.save, defaultPath: asked.fileName });
    if (chosen.canceled || !chosen.filePath) return null;
    await save(await parts.proxy(new Request(address)), chosen.filePath, parts.workspace());
    return chosen.filePath;
  });

  handle(NATIVE_CHANNELS.notify, async (asked) => {
    if (!isTexts(asked, ['title', 'body'])) throw new TypeError('notify takes {title, body}');
    const notice = new parts.notification({ title: asked.title, body: asked.body });
    notice.on('click', () => window().show());
    notice.show();
  });
}

/** A file with this name is always whole, and the workspace, where Lathe clears away what it does not know, is no place for it. */
async function save(answer: Response, to: string, workspace: string): Promise<void> {
  if (!answer.ok || !answer.body)
    throw new Error(`The workbench answered ${answer.status}; nothing was saved.`);
  if (liesIn([workspace], to)) throw new AppError('store.targetInside', { place: path.basename(to) });
  await writeBeside(to, answer.body, { mode: ordinaryMode('file') });
}

function isTexts<Key extends string>(value: unknown, keys: readonly Key[]): value is Record<Key, string> {
  if (typeof value !== 'object' || value === null) return false;
  return keys.every((key) => typeof (value as Readonly<Record<string, unknown>>)[key] === 'string');
}

function isKinds(value: unknown): value is readonly FileKind[] {
  const texts = (list: unknown): boolean =>
    Array.isArray(list) && list.every((one) => typeof one === 'string');
  return (
    Array.isArray(value) &&
    value.every((kind) => isTexts(kind, ['name']) && 'extensions' in kind && texts(kind.extensions))
  );
}
