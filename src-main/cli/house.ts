/** @file `lathe serve`, `backup` and `doctor`. */
import path from 'node:path';
import { AppError } from '../../src-shared/platform/errors.ts';
import { CHECKS } from '../../src-shared/platform/checks.ts';
import type { App } from '../platform/host/app.ts';
import { newSignIn, onAskedAgain } from '../platform/host/hand-over.ts';
import { openLocalDoor } from '../platform/host/local-door.ts';
import { listenOnPort } from '../platform/host/listen.ts';
import { untilAskedToEnd, type Session } from '../platform/cli/session.ts';

export interface ServeOptions {
  readonly workspace: string;
  readonly port: number;
  /** The name of a new API key, to be told along with the address. */
  readonly key?: string;
}

export async function serveCommand(session: Session, app: App, options: ServeOptions): Promise<void> {
  const { client, terminal } = session;
  const listener = await listenOnPort(app, options.port);
  const door = await openLocalDoor(app, options.workspace);
  const { address } = listener;
  let signIn = newSignIn(app, address, options.workspace);
  const key = options.key === undefined ? undefined : await client.serving.createKey({ name: options.key });
  const { anyone } = await client.serving.access();
  const says = key
    ? `New API key “${key.key.name}” (shown only once): ${key.secret}`
    : anyone
      ? 'Endpoints accept requests without an API key from this machine.'
      : 'Endpoints require an API key: create one on the Serve page, or start with --key NAME.';
  terminal.result(
    { address, signIn: signIn.link, ...(key && { key: key.secret }) },
    `Lathe serves at ${address}\nSign in within 2 minutes (the link works once): ${signIn.link}\n${says}`,
  );
  terminal.say('Press Enter for a new sign-in link, Ctrl-C to stop.');
  const askNoMore = onAskedAgain(() => {
    signIn = newSignIn(app, address, options.workspace);
    terminal.say(signIn.link);
  });
  await untilAskedToEnd();
  askNoMore();
  signIn.forget();
  await door.close();
  await listener.close();
}

export async function backupCommand({ client, terminal }: Session, to: string): Promise<void> {
  const { folder, bytes, blobs } = await client.workspace.backup({ to: path.resolve(to) });
  terminal.result(
    { folder, bytes, blobs },
    `Backed up to ${folder}: ${bytes.toLocaleString('en')} bytes, ${blobs} files, all verified. Open the backup with --workspace.`,
  );
}

export interface DoctorOptions {
  readonly repair?: boolean;
  /** A backup to repair from. */
  readonly from?: string;
  /** Takes what is damaged in the database as it is. */
  readonly accept?: boolean;
}

async function repair({ client, terminal }: Session, { repair, from, accept }: DoctorOptions): Promise<void> {
  if (repair && from === undefined)
    throw new AppError('house.usage', {
      why: '--repair needs --from BACKUP, a folder made by “lathe backup”.',
      command: 'doctor',
    });
  if (!repair && !accept) return;
  const { files, rows } = await client.workspace.repair({
    from: repair && from !== undefined ? path.resolve(from) : null,
    accept: accept ?? false,
  });
  if (repair) terminal.say(`Restored from the backup: ${files} files, ${rows} rows.`);
}

export async function doctorCommand(session: Session, options: DoctorOptions = {}): Promise<void> {
  const { client, terminal } = session;
  await repair(session, options);
  const { healthy, checks: found } = await client.workspace.doctor();
  const checks = found.map((check) => ({ ...check, detail: check.detail.en }));
  const lines = checks.map(({ id, ok, detail }) => {
    const { name, hint } = CHECKS[id].en;
    return `${ok ? '✓' : '✗'} ${name}: ${detail}${ok ? '' : `\n  ${hint}`}`;
  });
  terminal.result(
    { healthy, checks },
    [...lines, healthy ? 'All checks passed.' : 'Some checks failed.'].join('\n'),
  );
  if (!healthy) terminal.leaveWith(1);
}
