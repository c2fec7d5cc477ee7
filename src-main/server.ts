/** @file The headless host: `node server.ts --workspace DIR (--port N | --socket PATH)`; prints one ready line of JSON. */
import './platform/host/compile-cache.ts';
import { parseArgs } from 'node:util';
import { toAppError } from '../src-shared/platform/errors.ts';

/**
 * What the ready line says; `signIn` and the page that goes there are null behind a socket, where nobody signs in. It is
 * written again, with a new link, when a person asks for one: with Enter, or by the signal USR2.
 */
export interface Ready {
  readonly ready: true;
  readonly address: string;
  readonly signIn: string | null;
  readonly signInPage: string | null;
}

async function main(): Promise<void> {
  // Imported here, so that the compile cache covers them.
  const { createApp } = await import('./app.ts');
  const { listenOnPort, listenOnSocket } = await import('./platform/host/listen.ts');
  const { openLocalDoor } = await import('./platform/host/local-door.ts');
  const { newSignIn, onAskedAgain } = await import('./platform/host/hand-over.ts');
  const { values } = parseArgs({
    options: {
      workspace: { type: 'string' },
      port: { type: 'string', default: '0' },
      socket: { type: 'string' },
    },
  });
  if (!values.workspace) throw new Error('server needs --workspace DIR');
  const app = await createApp({ workspace: values.workspace, host: values.socket ? 'desktop' : 'server' });
  const listener = values.socket
    ? await listenOnSocket(app, values.socket)
    : await listenOnPort(app, Number(values.port));
  const { workspace } = values;
  const door = await openLocalDoor(app, workspace);
  const { address } = listener;
  let forget: (() => void) | undefined;
  const tell = (): void => {
    const signIn = values.socket ? null : newSignIn(app, address, workspace);
    forget = signIn?.forget;
    const signing = { signIn: signIn?.link ?? null, signInPage: signIn?.page ?? null };
    process.stdout.write(`${JSON.stringify({ ready: true, address, ...signing } satisfies Ready)}\n`);
  };
  tell();
  const askNoMore = values.socket ? undefined : onAskedAgain(tell);

  const stop = async (): Promise<void> => {
    askNoMore?.();
    forget?.();
    await door.close();
    await listener.close();
    await app.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  // The desktop holds our standard input open; when it goes, so do we.
  if (values.socket) process.stdin.on('end', () => void stop()).resume();
}

main().catch((thrown: unknown) => {
  const error = toAppError(thrown);
  process.stderr.write(`${error.message} ${error.hint}\n`);
  if (error.key === 'house.internal') console.error(error.cause);
  process.exit(1);
});
