/**
 * @file `npm start [-- --workspace DIR] [-- --browser]`: the desktop when Electron can run here, otherwise the same
 * workbench in the default browser. It says which, and why.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { openInBrowser as openPage } from '../src-main/platform/host/hand-over.ts';
import { build } from './build.ts';
import { obtainElectron, whyNoWindow } from './electron.ts';
import { ROOT } from './product.ts';

/** An Electron that ends with an error within this time has not opened a window. */
const FAILS_EARLY_MS = 15_000;

const values = asked();

/** Ends with words on what `npm start` does not know. */
function asked() {
  try {
    const options = { workspace: { type: 'string' }, browser: { type: 'boolean', default: false } } as const;
    return parseArgs({ options }).values;
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    console.error('npm start takes: -- --workspace DIR, and -- --browser to open the window in the browser.');
    process.exit(2);
  }
}

/** Where the desktop and the command line have it too. */
function usualWorkspace(): string {
  return process.env.LATHE_WORKSPACE ?? path.join(os.homedir(), 'Lathe');
}

/** Opens the desktop and waits until it is closed. @returns why there is none, or undefined after it was used */
async function openDesktop(): Promise<string | undefined> {
  if (values.browser) return 'you asked for it with --browser';
  const why = whyNoWindow();
  if (why) return why;
  const electron = await obtainElectron();
  if (!electron) return 'Electron’s binary is not here and could not be fetched';
  console.log('Opening the desktop.');
  const started = Date.now();
  const chosen = values.workspace ?? process.env.LATHE_WORKSPACE;
  const workspace = chosen ? ['--workspace', path.resolve(chosen)] : [];
  const child = spawn(electron, [ROOT, ...workspace], { stdio: 'inherit' });
  passSignals(child);
  const [status] = (await once(child, 'exit')) as [number | null];
  const failed = status !== 0 && Date.now() - started < FAILS_EARLY_MS;
  return failed ? `Electron could not start here (status ${status}; its message stands above)` : undefined;
}

/** Serves the workbench and opens its sign-in link; runs until it is interrupted. @returns the exit status */
async function openInBrowser(why: string): Promise<number> {
  console.log(`Opening the workbench in the browser: ${why}.`);
  const workspace = path.resolve(values.workspace ?? usualWorkspace());
  const server = spawn(
    process.execPath,
    [path.join(ROOT, 'out', 'workbench', 'server.js'), '--workspace', workspace],
    { stdio: ['inherit', 'pipe', 'inherit'] },
  );
  passSignals(server);
  const exit = once(server, 'exit');
  let opened = false;
  for await (const line of createInterface({ input: server.stdout })) {
    const ready = readyOf(line);
    if (!ready) continue;
    console.log(
      `\nLathe is running on ${workspace}\nSign in with this link, once and within 2 minutes:\n\n  ${ready.signIn}\n\nEnter makes a new link, Ctrl-C stops it.`,
    );
    if (!opened && whyNoWindow(process.platform, process.env, 1) === undefined)
      openPage(ready.signInPage, () =>
        console.log('No browser could be opened; the link above works in any on this machine.'),
      );
    opened = true;
  }
  const [status] = (await exit) as [number | null];
  return status ?? 0;
}

/** What the server says when it is ready, and again with each new link. */
function readyOf(line: string): { signIn: string; signInPage: string } | undefined {
  if (!line.startsWith('{')) return undefined;
  const readyLine = JSON.parse(line) as { ready?: unknown; signIn?: unknown; signInPage?: unknown };
  const { ready, signIn, signInPage } = readyLine;
  return ready === true && typeof signIn === 'string' && typeof signInPage === 'string'
    ? { signIn, signInPage }
    : undefined;
}

/** The terminal signals the whole group; a signal sent to us alone is passed on. */
function passSignals(child: ChildProcess): void {
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
}

if (!(await build())) {
  console.error('The build failed; its messages stand above.');
  process.exit(1);
}
const why = await openDesktop();
process.exit(why === undefined ? 0 : await openInBrowser(why));
