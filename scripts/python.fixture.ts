/**
 * @file For tests: scripts of Python, each in a process of its own that finds what it imports already there. To import PyTorch or
 * scikit-learn takes seconds, which a process of the tests pays once, not for each script.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface PythonOutcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where requests are written and answers are read. */
interface Server {
  readonly requests: number;
  readonly answers: number;
  readonly process: ChildProcess;
}

const servers = new Map<string, Server>();

/**
 * Runs a script until it ends, as `python SCRIPT …` or `python -c CODE …` would.
 *
 * @param args the script's file, or `-c` and code; then its arguments
 */
export function runPython(python: string, args: readonly string[], input = ''): PythonOutcome {
  // Elsewhere there are no forks.
  if (process.platform !== 'linux')
    return spawnSync(python, args, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  const [first = '', ...rest] = args;
  const request =
    first === '-c'
      ? { argv: ['-c', ...rest.slice(1)], code: rest[0] ?? '', input }
      : { argv: [...args], input };
  const { out, err, status } = asked(python, JSON.stringify(request));
  return { status, stdout: out, stderr: err };
}

/** What the script prints. Throws its last words where it fails. */
export function pythonSays(python: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = runPython(python, args, input);
  if (status !== 0) throw new Error(`Python ended with ${status}: ${stderr}`);
  return stdout;
}

interface Told {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function asked(python: string, request: string): Told {
  const server = servers.get(python) ?? started(python);
  servers.set(python, server);
  writeAll(server.requests, Buffer.from(`${request}\n`));
  try {
    return JSON.parse(readLine(server.answers)) as Told;
  } catch (thrown) {
    servers.delete(python);
    throw thrown;
  }
}

/** Through named pipes, on which this process can wait for an answer as for a process that it runs. */
function started(python: string): Server {
  const folder = mkdtempSync(path.join(tmpdir(), 'lathe-python-'));
  const [to, from] = [path.join(folder, 'to'), path.join(folder, 'from')];
  execFileSync('mkfifo', [to, from]);
  // Open at both ends for a moment, so that none of the next waits for the other.
  const held = [to, from].map((pipe) => openSync(pipe, constants.O_RDWR));
  const [input, requests] = [openSync(to, constants.O_RDONLY), openSync(to, constants.O_WRONLY)];
  const [answers, output] = [openSync(from, constants.O_RDONLY), openSync(from, constants.O_WRONLY)];
  const script = path.join(import.meta.dirname, 'oracle-server.py');
  const child = spawn(python, [script], { stdio: [input, output, 'inherit'] });
  child.unref();
  for (const descriptor of [...held, input, output]) closeSync(descriptor);
  rmSync(folder, { recursive: true });
  return { requests, answers, process: child };
}

function writeAll(to: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(to, bytes, at);
}

function readLine(from: number): string {
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.alloc(1 << 16);
    const read = readSync(from, part);
    if (read === 0) throw new Error('The Python of the tests has ended.');
    parts.push(part.subarray(0, read));
    if (part[read - 1] === 0x0a) return Buffer.concat(parts).toString();
  }
}
