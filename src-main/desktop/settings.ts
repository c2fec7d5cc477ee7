/** @file What the shell remembers between starts: the last workspace and where the window stood. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { besideOf } from '../platform/store/beside.ts';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Settings {
  readonly workspace?: string;
  readonly bounds?: Bounds;
}

function isBounds(value: unknown): value is Bounds {
  if (typeof value !== 'object' || value === null) return false;
  return ['x', 'y', 'width', 'height'].every((side) =>
    Number.isInteger((value as Readonly<Record<string, unknown>>)[side]),
  );
}

/** What the file holds; nothing when it is not there or damaged, as none of it is dear. */
export function readSettings(file: string): Settings {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof kept !== 'object' || kept === null) return {};
    const workspace = 'workspace' in kept && typeof kept.workspace === 'string' ? kept.workspace : undefined;
    const bounds = 'bounds' in kept && isBounds(kept.bounds) ? kept.bounds : undefined;
    return { ...(workspace && { workspace }), ...(bounds && { bounds }) };
  } catch {
    return {};
  }
}

/** Adds to what the file holds, whole or not at all; it tells where somebody works, so it is theirs alone. */
export function keepSettings(file: string, changed: Settings): void {
  const unfinished = besideOf(file);
  const text = `${JSON.stringify({ ...readSettings(file), ...changed }, null, 2)}\n`;
  try {
    writeFileSync(unfinished, text, { flag: 'wx', mode: 0o600 });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
