/** The snippets of the window, run as they stand against a workbench that listens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../scripts/python.ts';
import {
  logSetup,
  logSnippet,
  SETUP_SHELLS,
  type LogSnippet,
} from '../../src-shared/tracking/log-snippets.ts';
import { CLI } from '../cli/lathe.fixture.ts';
import { startServer, type RunningServer } from '../server.fixture.ts';
import { openQuietly } from '../session.fixture.ts';

let folder: string;
let workspace: string;
let key: string;
let server: RunningServer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-snippets-'));
  // A name that a shell would take apart.
  workspace = path.join(folder, "ada's $work");
  const { app } = await openQuietly(workspace);
  ({ secret: key } = await app.client.serving.createKey({ name: 'scripts', endpoint: 'mlflow' }));
  await app.close();
  server = await startServer(workspace);
  writeFileSync(path.join(folder, 'lathe'), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
  chmodSync(path.join(folder, 'lathe'), 0o755);
});
afterAll(async () => {
  await server.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** In a shell that was set up as the window says. @returns what the MLflow door knows of the run afterwards */
async function logged(snippet: LogSnippet, [program, ...args]: readonly [string, ...string[]], name: string) {
  const file = path.join(folder, `${snippet}.${snippet === 'javascript' ? 'mjs' : snippet}`);
  writeFileSync(file, logSnippet(snippet, workspace));
  const script = `${logSetup({ address: server.address, key }, 'posix')}\nexec "$@"`;
  const child = spawn('sh', ['-ec', script, 'sh', program, ...args, file], {
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
  });
  const gone = once(child, 'close');
  const [said, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await gone) as [number | null];
  expect([code, /error_code/.test(said)], said + err).toEqual([0, false]);
  const answer = await fetch(`${server.address}/api/2.0/mlflow/runs/search`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ experiment_ids: ['0'], filter: `run_name = '${name}'` }),
  });
  const { runs } = (await answer.json()) as { runs: { info: { status: string }; data: object }[] };
  expect(runs).toMatchObject([
    {
      info: { status: 'FINISHED' },
      data: {
        params: [{ key: 'lr', value: '0.001' }],
        metrics: [{ key: 'loss', value: snippet === 'curl' || snippet === 'lathe' ? 0.3 : 1 / 3, step: 3 }],
      },
    },
  ]);
}

it('that Python runs without a package logs a run', async (context) => {
  const python = findPython();
  context.skip(python === null, pythonMissing());
  await logged('python', [python!], 'Python run');
});

it('that Node runs logs a run', () => logged('javascript', [process.execPath], 'JavaScript run'));

it.skipIf(process.platform === 'win32')('that a shell runs with curl logs a run', () =>
  logged('curl', ['sh', '-e'], 'curl run'),
);

it.skipIf(process.platform === 'win32')('that a shell runs with lathe log logs a run', () =>
  logged('lathe', ['sh', '-e'], 'lathe run'),
);

it('that the official MLflow client runs logs a run', async (context) => {
  const python = findPython('mlflow');
  context.skip(python === null, pythonMissing('mlflow'));
  await logged('mlflow', [python!], 'MLflow run');
});

it('say the key only where one was made, to either shell', () => {
  const address = 'http://127.0.0.1:4720';
  expect(SETUP_SHELLS.map((shell) => logSetup({ address, key: undefined }, shell))).toEqual([
    "export MLFLOW_TRACKING_URI='http://127.0.0.1:4720'\nexport MLFLOW_TRACKING_TOKEN='KEY'",
    "$env:MLFLOW_TRACKING_URI = 'http://127.0.0.1:4720'\n$env:MLFLOW_TRACKING_TOKEN = 'KEY'",
  ]);
});

it('name the workspace of this window, which others do not see', () => {
  expect(logSnippet('lathe', '/work/$mail')).toContain(
    "| lathe log --workspace '/work/$mail' --experiment Default",
  );
  expect(logSnippet('lathe', null)).toContain('| lathe log --experiment Default');
});
