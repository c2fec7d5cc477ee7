/** @file Jobs and services for tests: they behave badly in every way a real one might. */
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { defineJob, defineService } from './define.ts';
import type { JobFunction, ServiceFunction } from './protocol.ts';

const WORK = { budget: 'train' } as const;

const forever = async (): Promise<never> => {
  for (;;) await sleep(1000);
};

const echo: JobFunction<unknown, never, unknown> = async (spec) => spec;

const fail: JobFunction<{ why: string }, never, never> = async ({ why }) => {
  throw new Error(why);
};

const refuse: JobFunction<undefined, never, never> = async () => {
  throw new AppError('house.badInput', { where: 'row 7', why: 'it is odd' });
};

const rejectAside: JobFunction<undefined, never, never> = async () => {
  void Promise.reject(new Error('nobody listened'));
  return forever();
};

const die: JobFunction<{ signal: NodeJS.Signals; words: string }, never, never> = async ({
  signal,
  words,
}) => {
  await new Promise((resolve) => process.stderr.write(words, resolve));
  process.kill(process.pid, signal);
  return forever();
};

const exit: JobFunction<{ code: number }, never, never> = async ({ code }) => process.exit(code);

const hog: JobFunction<undefined, never, never> = async () => {
  const held: Buffer[] = [];
  for (;;) {
    held.push(Buffer.alloc(32 * 2 ** 20, 1));
    await sleep(5);
  }
};

/** One allocation, touched from end to end. */
const gulp: JobFunction<{ bytes: number }, never, number> = async ({ bytes }) =>
  Buffer.alloc(bytes, 1).length;

const hold: JobFunction<{ megabytes: number }, string, never> = async ({ megabytes }, port) => {
  const held = Buffer.alloc(megabytes * 2 ** 20, 1);
  await port.emit(String(held.length));
  return forever();
};

const endlessPart: JobFunction<{ seconds: number }, never, never> = async ({ seconds }, port) => {
  const problem = new AppError('house.badInput', { where: 'the part', why: 'it never ends' });
  return port.within({ seconds, problem }, async () => {
    for (;;);
  });
};

const spin: JobFunction<undefined, string, never> = async (_, port) => {
  await port.emit('spinning');
  for (;;);
};

const deaf: JobFunction<undefined, string, never> = async (_, port) => {
  process.on('SIGTERM', () => undefined);
  await port.emit('deaf');
  return forever();
};

const wait: JobFunction<undefined, string, string> = async (_, port) => {
  await port.emit('waiting');
  if (!port.signal.aborted) await once(port.signal, 'abort');
  return 'stopped cleanly';
};

/** Emits as fast as it may and says after each how many the other side has taken. */
const emit: JobFunction<{ count: number }, number, number> = async ({ count }, port) => {
  let taken = 0;
  for (let i = 0; i < count; i++) {
    await port.emit(i);
    taken++;
  }
  return taken;
};

/** Streams numbers, with a megabyte and the time at which it was handed over. */
const stream: JobFunction<{ count: number }, Streamed, void> = async ({ count }, port) => {
  for (let i = 0; i < count; i++)
    await port.stream({ i, madeAt: Date.now(), ballast: new Uint8Array(1 << 20) });
};

export interface Streamed {
  readonly i: number;
  readonly madeAt: number;
  readonly ballast: Uint8Array;
}

const steps: JobFunction<{ count: number; pauseMs: number }, never, number> = async (spec, port) => {
  for (let i = 1; i <= spec.count; i++) {
    port.progress(i, spec.count);
    await sleep(spec.pauseMs);
  }
  return spec.count;
};

const sum: JobFunction<undefined, number, number, readonly number[]> = async (_, port) => {
  let total = 0;
  for await (const batch of port.receive()) {
    total += batch.reduce((a, b) => a + b, 0);
    await port.emit(total);
  }
  return total;
};

const uncloneable: JobFunction<undefined, never, unknown> = async () => ({ run: () => 1 });

const flood: JobFunction<{ megabytes: number }, never, string> = async ({ megabytes }) => {
  const line = `${'x'.repeat(1023)}\n`;
  for (let i = 0; i < megabytes * 1024; i++)
    if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  await new Promise((resolve) => process.stdout.write('the last line\n', resolve));
  process.kill(process.pid, 'SIGKILL');
  return forever();
};

const litter: JobFunction<undefined, string, boolean> = async (_, port) => {
  writeFileSync(join(port.scratch, 'half-written'), 'x');
  await port.emit(port.scratch);
  return existsSync(join(port.scratch, 'half-written'));
};

const pid: JobFunction<undefined, number, never> = async (_, port) => {
  await port.emit(process.pid);
  return forever();
};

export const REHEARSALS = {
  echo: defineJob('echo', WORK, async () => echo),
  fail: defineJob('fail', WORK, async () => fail),
  refuse: defineJob('refuse', WORK, async () => refuse),
  rejectAside: defineJob('rejectAside', WORK, async () => rejectAside),
  die: defineJob('die', WORK, async () => die),
  exit: defineJob('exit', WORK, async () => exit),
  hog: defineJob('hog', WORK, async () => hog),
  gulp: defineJob('gulp', WORK, async () => gulp),
  hold: defineJob('hold', WORK, async () => hold),
  endlessPart: defineJob('endlessPart', WORK, async () => endlessPart),
  spin: defineJob('spin', WORK, async () => spin),
  deaf: defineJob('deaf', WORK, async () => deaf),
  wait: defineJob('wait', WORK, async () => wait),
  emit: defineJob('emit', WORK, async () => emit),
  stream: defineJob('stream', WORK, async () => stream),
  steps: defineJob('steps', WORK, async () => steps),
  sum: defineJob('sum', WORK, async () => sum),
  uncloneable: defineJob('uncloneable', WORK, async () => uncloneable),
  flood: defineJob('flood', WORK, async () => flood),
  litter: defineJob('litter', WORK, async () => litter),
  pid: defineJob('pid', WORK, async () => pid),
} as const;

type Ask = { readonly do: 'add' | 'throw' | 'die' | 'block' | 'uncloneable'; readonly value?: number };

const adder: ServiceFunction<{ start: number | null }, Ask, unknown> = async ({ start }) => {
  if (start === null) throw new Error('nothing to start from');
  let total = start;
  return {
    async call(ask) {
      switch (ask.do) {
        case 'add':
          return (total += ask.value ?? 0);
        case 'throw':
          throw new AppError('house.badInput', { where: 'call', why: 'asked to throw' });
        case 'die':
          return process.kill(process.pid, 'SIGKILL');
        case 'block':
          for (;;);
        case 'uncloneable':
          return () => 1;
      }
    },
  };
};

/** It does not get to where it could be called. */
const never: ServiceFunction<null, never, never> = () => forever();

export const REHEARSED_SERVICES = {
  adder: defineService('adder', WORK, async () => adder),
  never: defineService('never', WORK, async () => never),
} as const;
