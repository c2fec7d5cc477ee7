import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProxy } from './proxy.ts';
import {
  environment,
  readyAddress,
  startWorkbench,
  type Workbench,
  type WorkbenchOptions,
} from './workbench.ts';
import { programOf } from '../programs.fixture.ts';

let folder: string;
let running: Workbench | undefined;
const logged: string[] = [];
const down = vi.fn();

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-test-'));
  logged.length = 0;
  down.mockReset();
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** A stand-in for server.js that keeps its promises: a socket, a ready line, an end when its input ends. */
const SERVER = `
  import { createServer } from 'node:http';
  import { appendFileSync } from 'node:fs';
  const socket = process.argv[process.argv.indexOf('--socket') + 1];
  const workspace = process.argv[process.argv.indexOf('--workspace') + 1];
  appendFileSync(workspace + '/births', process.pid + '\\n');
  createServer((request, response) => {
    if (request.url === '/die') process.kill(process.pid, 'SIGKILL');
    response.end(String(process.pid));
  }).listen(socket, () => console.log(JSON.stringify({ ready: true, address: socket, signIn: null })));
  process.stdin.on('end', () => process.exit(0)).resume();
`;

/** One that says it is ready and ends at once. */
const DYING = `
  import { appendFileSync } from 'node:fs';
  appendFileSync(process.argv[process.argv.indexOf('--workspace') + 1] + '/births', process.pid + '\\n');
  console.log(JSON.stringify({ ready: true, address: 'nowhere', signIn: null }));
`;

function start(program: string, changes: Partial<WorkbenchOptions> = {}): Workbench {
  const entry = path.join(folder, 'server.mjs');
  writeFileSync(entry, program);
  const log = (line: string): void => void logged.push(line);
  running = startWorkbench({
    node: process.execPath,
    entry,
    workspace: folder,
    log,
    onDown: down,
    ...changes,
  });
  return running;
}

function get(socketPath: string, address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path: address }, (answer) => {
      let text = '';
      answer.on('data', (part: Buffer) => (text += part.toString())).on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

const births = (): string[] => readFileSync(path.join(folder, 'births'), 'utf8').trim().split('\n');

describe('startWorkbench', () => {
  it('waits for the ready line and tells where the workbench listens', async () => {
    const socket = await start(SERVER).socket();
    expect(await get(socket, '/')).toBe(births()[0]);
  });

  it('starts it again on another socket when it is killed', async () => {
    const workbench = start(SERVER);
    const first = await workbench.socket();
    await get(first, '/die').catch(() => undefined);
    const second = await vi.waitUntil(
      async () => {
        const socket = await workbench.socket();
        return socket === first ? undefined : socket;
      },
      { timeout: 60_000 },
    );
    expect(await get(second, '/')).toBe(births()[1]);
    expect(down).not.toHaveBeenCalled();
  });

  it('leaves it down when it keeps dying, and says so', async () => {
    start(DYING);
    await vi.waitUntil(() => down.mock.calls.length > 0, { timeout: 60_000 });
    expect(births()).toHaveLength(4);
    await expect(running!.socket()).rejects.toThrow('keeps ending');
  });

  it('does not start it again when it could not begin, and hands on its last words', async () => {
    const workbench = start(`console.error('This workspace is open in another Lathe.'); process.exit(1);`);
    await expect(workbench.socket()).rejects.toThrow('This workspace is open in another Lathe.');
    expect(down).toHaveBeenCalledExactlyOnceWith('This workspace is open in another Lathe.');
    expect(logged).toEqual(['This workspace is open in another Lathe.']);
  });

  it('says what is missing when there is no such node', async () => {
    const workbench = start(SERVER, { node: path.join(folder, 'no-node') });
    await expect(workbench.socket()).rejects.toThrow('ENOENT');
    expect(down).toHaveBeenCalledOnce();
  });

  it('stops it by closing its input, without calling that a death', async () => {
    const workbench = start(SERVER);
    const socket = await workbench.socket();
    await workbench.stop();
    await expect(get(socket, '/')).rejects.toThrow();
    expect(down).not.toHaveBeenCalled();
  });
});

describe('the real workbench behind the proxy', () => {
  it('answers the window’s own requests and refuses those of another page', async () => {
    const entry = programOf('server');
    running = startWorkbench({
      node: process.execPath,
      entry,
      workspace: path.join(folder, 'workspace'),
      log: (line) => void logged.push(line),
      onDown: down,
    });
    const proxy = createProxy(() => running!.socket());
    const ask = (origin: string): Promise<Response> =>
      proxy(
        new Request('lathe://workbench/rpc/workspace/about', {
          method: 'POST',
          headers: { origin, 'x-lathe': '1', 'content-type': 'application/json' },
          body: '{}',
        }),
      );
    const own = await ask('lathe://workbench');
    expect(await own.json()).toMatchObject({ json: { host: 'desktop' } });
    expect((await ask('https://elsewhere.example')).status).toBe(403);
  });
});

it('tells the workbench nothing that is meant for Electron or changes its Node', () => {
  const own = {
    PATH: '/bin',
    NODE_OPTIONS: '--require x',
    NODE_PATH: '/x',
    ELECTRON_RUN_AS_NODE: '1',
    CHROME_DESKTOP: 'l',
  };
  expect(environment(own)).toEqual({ PATH: '/bin' });
});

describe('readyAddress', () => {
  it.each(['', 'listening', '{', '{}', '{"ready":false,"address":"a"}', '{"ready":true}', 'null'])(
    'finds none in %j',
    (line) => expect(readyAddress(line)).toBeUndefined(),
  );

  it('finds the address of a ready line', () => {
    expect(readyAddress('{"ready":true,"address":"/tmp/a.sock","signIn":null}')).toBe('/tmp/a.sock');
  });
});
