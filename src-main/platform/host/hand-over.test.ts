/** The sign-in link on its way to the person it is for: a real server, and a stand-in for the system's way to a browser. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openInBrowser } from './hand-over.ts';
import type { Ready } from '../../server.ts';
import { programOf } from '../../programs.fixture.ts';

let folder: string;
let server: ChildProcess;
let lines: AsyncIterator<string>;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-hand-over-'));
  const args = [programOf('server'), '--workspace', path.join(folder, 'workspace'), '--port', '0'];
  server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  lines = createInterface({ input: server.stdout! })[Symbol.asyncIterator]();
});
afterAll(async () => {
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  await gone;
  rmSync(folder, { recursive: true, force: true });
});

async function ready(): Promise<{ signIn: string; signInPage: string }> {
  const { value } = (await lines.next()) as { value: string };
  const { signIn, signInPage } = JSON.parse(value) as Ready;
  return { signIn: signIn ?? '', signInPage: signInPage ?? '' };
}

const statusOf = async (link: string): Promise<number> => (await fetch(link)).status;

it.skipIf(process.platform === 'win32')(
  'lies in a page of the owner’s own, goes with it, and comes anew when asked for',
  async () => {
    const first = await ready();
    expect(statSync(first.signInPage).mode & 0o777).toBe(0o600);
    expect(readFileSync(first.signInPage, 'utf8')).toContain(`content="0;url=${first.signIn}"`);
    expect(await statusOf(first.signIn)).toBe(200);
    expect(existsSync(first.signInPage), 'after its use').toBe(false);
    expect(await statusOf(first.signIn), 'again').toBe(401);

    server.kill('SIGUSR2');
    const second = await ready();
    expect(second.signIn).not.toBe(first.signIn);
    expect(readFileSync(second.signInPage, 'utf8')).toContain(second.signIn);
    expect(await statusOf(second.signIn)).toBe(200);
  },
);

it.skipIf(process.platform !== 'linux')(
  'no program is started with the link among its arguments',
  async () => {
    const seen = path.join(folder, 'seen');
    const opener = path.join(folder, 'xdg-open');
    writeFileSync(
      opener,
      `#!/bin/sh\nprintf '%s\\n' "$@" > '${seen}.partial' && mv '${seen}.partial' '${seen}'\n`,
    );
    chmodSync(opener, 0o755);
    const { PATH } = process.env;
    process.env['PATH'] = `${folder}:${PATH}`;
    try {
      openInBrowser('/somewhere/sign-in.html', () => expect.unreachable());
      await expect.poll(() => existsSync(seen), { timeout: 20_000 }).toBe(true);
    } finally {
      process.env['PATH'] = PATH;
    }
    expect(readFileSync(seen, 'utf8')).toBe('/somewhere/sign-in.html\n');
    expect(readFileSync(`/proc/${server.pid}/cmdline`, 'utf8')).not.toContain('token');
  },
);
