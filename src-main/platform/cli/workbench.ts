/** @file The workbench as commands ask it: opened by this process, or by another one and asked through its local door. */
import type { Client } from '../../../src-shared/contract.ts';
import type { Door } from '../api/index.ts';
import type { App } from '../host/app.ts';
import { LOCAL_ORIGIN } from '../host/local-record.ts';
import type { Outside } from '../store/index.ts';

export interface Workbench {
  /** The contract as the owner. */
  readonly client: Client;
  /** Asks a route that is no procedure: files, uploads, endpoints. @param path with its query */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Files at places that the person chose. */
  readonly outside: Outside;
  /** Null where another process has the workspace open. */
  readonly app: App | null;
  close(): Promise<void>;
}

/** Of this process: the person at this machine. */
const OWN_DOOR: Door = { origins: [LOCAL_ORIGIN], trusted: true, local: true };

/** The workbench that this process has opened. */
export function inProcess(app: App): Workbench {
  const { client, outside } = app;
  return {
    client,
    outside,
    app,
    fetch: (path, init) => app.fetch(new Request(new URL(path, LOCAL_ORIGIN), init), OWN_DOOR),
    close: () => app.close(),
  };
}
