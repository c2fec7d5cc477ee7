/** @file `lathe start`: the workbench in front of a person. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createApp } from '../../app.ts';
import { PRODUCT_ROOT } from '../../product.ts';
import { listenOnPort } from '../../listen.ts';
import { untilAskedToEnd } from '../session.ts';

/** From a checkout this is `npm start`; elsewhere the workbench opens in the default browser. */
export async function startCommand(workspace: string): Promise<void> {
  const script = path.join(PRODUCT_ROOT, 'scripts', 'start.ts');
  if (!existsSync(script)) return startInBrowser(workspace);
  const child = spawn(process.execPath, [script, '--workspace', workspace], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  process.exitCode = typeof code === 'number' ? code : 1;
}

async function startInBrowser(workspace: string): Promise<void> {
  const app = await createApp({ workspace, host: 'server' });
  const listener = await listenOnPort(app, 0);
  const signIn = `${listener.address}/sign-in?token=${app.signInToken}`;
  process.stdout.write(`Lathe is open at ${signIn}\nCtrl-C ends it.\n`);
  openInBrowser(signIn);
  await untilAskedToEnd();
  await listener.close();
  await app.close();
}

/** Asks the system to show an address; where it cannot, the printed line is enough. */
function openInBrowser(address: string): void {
  const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  };
  const [command = 'xdg-open', ...args] = openers[process.platform] ?? ['xdg-open'];
  spawn(command, [...args, address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
