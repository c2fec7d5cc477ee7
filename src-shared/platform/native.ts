/** @file What the desktop adds to the window: the few native verbs, and the names both sides of the shell use. */

/** The scheme and host under which the desktop's window sees the workbench. */
export const WINDOW_ORIGIN = 'lathe://workbench';

/** The origin under which the workbench knows the desktop's window behind its socket. */
export const DESKTOP_ORIGIN = 'http://lathe';

export interface FileKind {
  /** What the dialog calls it, e.g. `CSV`. */
  readonly name: string;
  /** Without the dot. */
  readonly extensions: readonly string[];
}

export interface SaveRequest {
  /** A path of the workbench, e.g. `/files/blobs/…?name=model.onnx`. */
  readonly url: string;
  readonly fileName: string;
}

export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** `window.lathe`: there in the desktop's window only; a browser has its own ways. */
export interface Native {
  /** Asks for a file of this machine. @returns its path, or null when the person thought better of it */
  pickFile(kinds: readonly FileKind[]): Promise<string | null>;
  /** Asks for a folder of this machine. @returns its path, or null */
  pickFolder(): Promise<string | null>;
  /** Asks where to save one of the workbench's files and saves it there. @returns the path, or null */
  saveFile(request: SaveRequest): Promise<string | null>;
  /** Shows a notification of the system; a click on it brings the window to the front. */
  notify(notice: Notice): Promise<void>;
}

/** The channel of each verb between the preload and the shell. */
export const NATIVE_CHANNELS = {
  pickFile: 'lathe:pick-file',
  pickFolder: 'lathe:pick-folder',
  saveFile: 'lathe:save-file',
  notify: 'lathe:notify',
} as const satisfies Record<keyof Native, string>;

declare global {
  interface Window {
    readonly lathe?: Native;
  }
}
