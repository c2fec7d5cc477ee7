/** @file `lathe start`: the workbench in front of a person. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { PRODUCT_ROOT } from '../platform/host/product.ts';
import { newSignIn, onAskedAgain, openInBrowser } from '../platform/host/hand-over.ts';
import { listenOnPort } from '../platform/host/listen.ts';
import { openLocalDoor } from '../platform/host/local-door.ts';
import { untilAskedToEnd } from '../platform/cli/session.ts';

/** From a checkout this is `npm start`; elsewhere the workbench opens in the default browser. */
export async function startCommand(workspace: string): Promise<void> {
  const script = path.join(PRODUCT_ROOT, 'scripts', 'start.ts');
  if (!existsSync(script)) return startInBrowser(workspace);
  const child = spawn(process.execPath, [script, '--workspace', workspace], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  process.exitCode = typeof code === 'number' ? code : 1;
}

async function startInBrowser(workspace: string): Promise<void> {
  const { createApp } = await import('../app.ts');
  const app = await createApp({ workspace, host: 'server' });
  const listener = await listenOnPort(app, 0);
  const door = await openLocalDoor(app, workspace);
  const tell = () => {
    const made = newSignIn(app, listener.address, workspace);
    process.stdout.write(`Lathe is running. Sign in within 2 minutes (the link works once): ${made.link}\n`);
    return made;
  };
  let signIn = tell();
  process.stdout.write('Press Enter for a new sign-in link, Ctrl-C to stop.\n');
  // Where it cannot, the printed link is enough.
  openInBrowser(signIn.page, () => undefined);
  const askNoMore = onAskedAgain(() => (signIn = tell()));
  await untilAskedToEnd();
  askNoMore();
  signIn.forget();
  await door.close();
  await listener.close();
  await app.close();
}
