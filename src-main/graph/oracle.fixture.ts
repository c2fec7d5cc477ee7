/** @file Asks a Python script what the reference implementation makes of some cases. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonSays } from '../../scripts/python.fixture.ts';

/** The script's answer to `cases`, both as JSON. */
export function askPython(python: string, script: string, cases: unknown): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-oracle-'));
  try {
    const path = join(folder, 'cases.json');
    writeFileSync(path, JSON.stringify(cases));
    return JSON.parse(pythonSays(python, [script, path]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Largest difference relative to the largest value; infinite where lengths differ or something is not a number. */
export function relativeDifference(own: ArrayLike<number>, other: readonly number[]): number {
  const scale = other.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
  const gaps = other.map((value, index) => Math.abs((own[index] ?? Number.NaN) - value) / scale);
  if (own.length !== other.length || gaps.some(Number.isNaN)) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...gaps);
}
