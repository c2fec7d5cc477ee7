/** @file What the window may not do: leave the workbench, open other windows, ask for permissions. */
import type { Session, WebContents, WebPreferences } from 'electron';
import { WINDOW_ORIGIN } from '../../src-shared/platform/native.ts';

/** Whether an address is a page of the workbench. `URL.origin` is `null` for schemes of one's own, so it is not used. */
export function isOurs(address: string): boolean {
  return URL.canParse(address) && `${new URL(address).protocol}//${new URL(address).host}` === WINDOW_ORIGIN;
}

/** The page runs in Chromium's sandbox, in a world of its own, without Node. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
  };
}

export type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>;

export function guardContents(contents: GuardedContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  // Also of frames inside, which will-navigate does not tell of.
  contents.on('will-frame-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

export type GuardedSession = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
>;

/** What a page of the workbench may do besides showing itself: put text on the clipboard when a person asks. */
const PERMITTED: readonly string[] = ['clipboard-sanitized-write'];

export function guardSession(session: GuardedSession): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(PERMITTED.includes(permission)),
  );
  session.setPermissionCheckHandler((_contents, permission) => PERMITTED.includes(permission));
  session.setDevicePermissionHandler(() => false);
}
