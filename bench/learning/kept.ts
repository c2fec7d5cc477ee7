/** @file Outcomes that outlive the bench: one line each in a file, so that a bench that was cut off goes on. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Outcome } from './case.ts';

/** Tells settings apart. */
export function fingerprintOf(settings: unknown): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 12);
}

interface Entry {
  readonly case: string;
  readonly fingerprint: string;
  readonly seed: number;
}

type Line = Entry & { readonly outcome: Outcome };

export class Kept {
  readonly #file: string;
  readonly #lines: Line[] = [];

  constructor(file: string) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    // What a crash cut short is no line.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole !== text) writeFileSync(file, whole);
    for (const line of whole.split('\n').slice(0, -1)) this.#lines.push(JSON.parse(line) as Line);
  }

  find(entry: Entry): Outcome | undefined {
    return this.#lines.find(
      (line) =>
        line.case === entry.case && line.fingerprint === entry.fingerprint && line.seed === entry.seed,
    )?.outcome;
  }

  add(entry: Entry, outcome: Outcome): void {
    const line = { ...entry, outcome };
    this.#lines.push(line);
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}
