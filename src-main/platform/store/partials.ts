/** @file Clears away what a killed process left half-written inside the workspace. */
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Removes files named `….partial` in these folders of the workspace; links are not followed. */
export function sweepPartials(folders: readonly string[]): void {
  for (const folder of folders) for (const file of partialsIn(folder)) rmSync(file, { force: true });
}

function partialsIn(folder: string): string[] {
  try {
    if (!lstatSync(folder).isDirectory()) return [];
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const at = path.join(folder, entry.name);
      if (entry.isDirectory()) return partialsIn(at);
      return entry.isFile() && entry.name.endsWith('.partial') ? [at] : [];
    });
  } catch {
    return [];
  }
}
