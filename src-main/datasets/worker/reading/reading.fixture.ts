/** @file For tests: files in a folder of their own, and what is read of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { describeFile } from './describe.ts';
import type { TableSource } from './rows.ts';
import { readRows } from './table.ts';

/** A folder that is there for the tests of one file. @returns what writes a file into it, and says where it lies */
export function inFolder(): (content: string | Uint8Array, name?: string) => string {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-reading-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (content, name = 'table.csv') => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
}

/** Every row of a table, and of the bad ones number and problem. */
export async function readAll(source: TableSource) {
  const rows: (readonly (string | null)[])[] = [];
  const bad: string[] = [];
  for await (const batch of readRows(source)) {
    rows.push(...batch.good.map(({ cells }) => cells));
    bad.push(...batch.bad.map(({ row, problem }) => `${row} ${problem.key}`));
  }
  return { rows, bad };
}

/** What a file is, as it is detected. */
export function look(file: string, options = {}) {
  return describeFile({ path: file, fileName: path.basename(file), options }, 'csv');
}

/** Reads a file as it is detected. */
export async function readDetected(file: string, options = {}) {
  const { source } = await look(file, options);
  return { source, ...(await readAll(source)) };
}
