/** @file Runs a bench: `npm run -s bench -- NAME [--json]`. With `--json` standard output holds one JSON line a case. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { machine } from './machine.ts';
import type { Bench, CaseResult } from './report.ts';

const suffix = '.bench.ts';

function names(): readonly string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length));
}

async function load(name: string): Promise<Bench> {
  const module: unknown = await import(pathToFileURL(join(import.meta.dirname, `${name}${suffix}`)).href);
  if (typeof module === 'object' && module !== null && 'bench' in module) return module.bench as Bench;
  throw new Error(`bench/${name}${suffix} exports no bench`);
}

function inWords({ case: name, unit, lathe, peer, peerName, ratio, goal, pairs, note }: CaseResult): string {
  const number = (value: number | null) => (value === null ? '–' : value.toPrecision(4));
  const beside =
    peerName === null
      ? ''
      : `   ${peerName} ${number(peer)} ${unit}   ratio ${number(ratio)} (${pairs} pairs)`;
  const aim = goal === null ? '' : `   goal <= ${goal}`;
  return `${name}\n    lathe ${number(lathe)} ${unit}${beside}${aim}${note === undefined ? '' : `\n    ${note}`}`;
}

async function main([name, ...flags]: readonly string[]): Promise<number> {
  if (name === undefined || !existsSync(join(import.meta.dirname, `${name}${suffix}`))) {
    for (const each of names()) console.error(`${each.padEnd(16)} ${(await load(each)).about}`);
    console.error('usage: npm run -s bench -- NAME [--json]');
    return 2;
  }
  const json = flags.includes('--json');
  const host = machine();
  if (!json) console.log(`${name} on ${host}\n`);
  const bench = await load(name);
  try {
    await bench.run((result) => {
      const full: CaseResult = { bench: name, ...result, machine: host };
      console.log(json ? JSON.stringify(full) : inWords(full));
    });
  } catch (error) {
    if (!isAboutArguments(error)) throw error;
    console.error(`${error.message}\n${name}: ${bench.about}`);
    return 2;
  }
  return 0;
}

/** Whether `parseArgs` refused what was asked for. */
function isAboutArguments(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS');
}

process.exitCode = await main(process.argv.slice(2));
