/** @file `lathe serve`, `backup` and `doctor`. */
import path from 'node:path';
import { CHECKS } from '../../../src-shared/checks.ts';
import { listenOnPort } from '../../listen.ts';
import { untilAskedToEnd, type Session } from '../session.ts';

export async function serveCommand({ app, terminal }: Session, { port }: { port: number }): Promise<void> {
  const listener = await listenOnPort(app, port);
  const signIn = `${listener.address}/sign-in?token=${app.signInToken}`;
  terminal.result(
    { address: listener.address, signIn },
    `Lathe serves at ${listener.address}\nSign in: ${signIn}`,
  );
  terminal.say('Ctrl-C ends it.');
  await untilAskedToEnd();
  await listener.close();
}

export async function backupCommand({ client, terminal }: Session, to: string): Promise<void> {
  const { folder, bytes, blobs } = await client.workspace.backup({ to: path.resolve(to) });
  terminal.result(
    { folder, bytes, blobs },
    `Backed up to ${folder}: ${bytes.toLocaleString('en')} bytes, ${blobs} files, each checked. Open it with --workspace.`,
  );
}

export async function doctorCommand({ client, terminal }: Session): Promise<void> {
  const { healthy, checks: found } = await client.workspace.doctor();
  const checks = found.map((check) => ({ ...check, detail: check.detail.en }));
  const lines = checks.map(({ id, ok, detail }) => {
    const { name, hint } = CHECKS[id].en;
    return `${ok ? '✓' : '✗'} ${name}: ${detail}${ok ? '' : `\n  ${hint}`}`;
  });
  terminal.result(
    { healthy, checks },
    [...lines, healthy ? 'All is well.' : 'Something needs attention.'].join('\n'),
  );
  if (!healthy) process.exitCode = 1;
}
