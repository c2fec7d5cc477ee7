/** @file A command's way into the workbench, and the way of others through a command that has the workspace open itself. */
import { setTimeout as wait } from 'node:timers/promises';
import type { App } from '../host/app.ts';
import { openLocalDoor, type LocalDoor } from '../host/local-door.ts';
import { enterWorkbench } from './enter.ts';
import type { Terminal } from './terminal.ts';
import type { Workbench } from './workbench.ts';

/** A command that is over sooner is waited for (`enter.ts`) and has no door. */
const SOON_MS = 300;
const LOOK_AGAIN_MS = 50;

export interface Entry {
  /** The workbench; called again, after the process that had it open has closed, another one or this process's own. */
  enter(): Promise<Workbench>;
  /** Closes it, if it is this process's own as soon as nobody goes through it any more. */
  leave(): Promise<void>;
}

interface EntryParts {
  readonly workspace: string;
  readonly terminal: Terminal;
  /** Opens the workspace here. */
  open(): Promise<App>;
}

export function createEntry({ workspace, terminal, open }: EntryParts): Entry {
  let workbench: Workbench | undefined;
  let door: SoonOpened | undefined;

  async function leave(): Promise<void> {
    const [left, its] = [workbench, door];
    workbench = door = undefined;
    await its?.close();
    await left?.close();
  }

  return {
    leave,
    async enter() {
      await leave();
      workbench = await enterWorkbench(workspace, open);
      if (workbench.app) door = openSoon(workbench.app, { workspace, terminal });
      return workbench;
    },
  };
}

interface SoonOpened {
  close(): Promise<void>;
}

function openSoon(app: App, { workspace, terminal }: Omit<EntryParts, 'open'>): SoonOpened {
  // What a workbench finds out beside its work is left to one that stays.
  const doors = { fetch: app.fetch, opened: () => undefined };
  let opening: Promise<LocalDoor | undefined> | undefined;
  const timer = setTimeout(() => {
    // Whoever wants in is told that it is held; the command itself goes on.
    opening = openLocalDoor(doors, workspace).catch((error: unknown) => void console.error(error));
  }, SOON_MS).unref();
  return {
    async close() {
      clearTimeout(timer);
      const door = await opening;
      if (!door) return;
      await everybodyLeft(door, terminal);
      await door.close();
    },
  };
}

/** A command asks on connections of their own, and holds one for as long as it follows a job. Ctrl-C waits no longer. */
async function everybodyLeft(door: LocalDoor, terminal: Terminal): Promise<void> {
  let isAsked = false;
  let isSaid = false;
  const stop = (): void => void (isAsked = true);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const from = performance.now();
    while (!isAsked && (await door.connections()) > 0) {
      if (!isSaid && performance.now() - from > SOON_MS) {
        terminal.say('Other commands go through this one; it ends with them. Ctrl-C ends it at once.');
        isSaid = true;
      }
      await wait(LOOK_AGAIN_MS);
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
