/** @file Hands the sign-in link to the one person it is for: never as an argument, which every user of the machine sees. */
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { App } from './app.ts';

export interface SignIn {
  /** Good once, for two minutes. */
  readonly link: string;
  /** A page that only this user may read, and that goes on to the link; gone with the link, or with `forget`. */
  readonly page: string;
  forget(): void;
}

/** Makes a new link to the workbench at an address, and its page in the workspace. */
export function newSignIn(app: App, address: string, workspace: string): SignIn {
  const page = path.join(path.resolve(workspace), 'sign-in.html');
  const forget = () => rmSync(page, { force: true });
  const link = app.signInLink(address, forget);
  forget();
  writeFileSync(page, pageTo(link), { mode: 0o600, flag: 'wx' });
  return { link, page, forget };
}

/** The link holds only characters that mean themselves in HTML. */
function pageTo(link: string): string {
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">' +
    `<meta http-equiv="refresh" content="0;url=${link}"><title>Lathe</title></head>` +
    `<body><a href="${link}">Lathe</a></body></html>\n`
  );
}

/** Calls `again` when a person asks for a new link: with Enter at the terminal, or by the signal USR2. @returns what stops it */
export function onAskedAgain(again: () => void): () => void {
  const lines = process.stdin.isTTY ? createInterface({ input: process.stdin }).on('line', again) : undefined;
  if (process.platform !== 'win32') process.on('SIGUSR2', again);
  return () => {
    lines?.close();
    process.off('SIGUSR2', again);
  };
}

/** Asks the system to show a page of this machine in the browser. `failed` is told when it cannot. */
export function openInBrowser(page: string, failed: () => void): void {
  const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: ['open'],
    win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  };
  const [command = 'xdg-open', ...args] = openers[process.platform] ?? [];
  spawn(command, [...args, page], { stdio: 'ignore', detached: true })
    .on('error', failed)
    .unref();
}
