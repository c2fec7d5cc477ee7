/** @file `lathe serve`, `backup` and `doctor`. */
import path from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
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
      why: '--repair needs --from BACKUP, a folder that “lathe backup” made.',
      command: 'doctor',
    });
  if (!repair && !accept) return;
  const { files, rows } = await client.workspace.repair({
    from: repair && from !== undefined ? path.resolve(from) : null,
    accept: accept ?? false,
  });
  if (repair) terminal.say(`Brought back from the backup: ${files} files, ${rows} rows.`);
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
    [...lines, healthy ? 'All is well.' : 'Something needs attention.'].join('\n'),
  );
  if (!healthy) process.exitCode = 1;
}
