/** @file What comes with Lathe: its version, and the sample projects among its resources. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { DATASET_KINDS, LANGUAGES } from '../src-shared/contract/index.ts';
import type { SampleProject } from './datasets/index.ts';

/** The folder that holds package.json: beside the sources, or above the built output. */
export const PRODUCT_ROOT = import.meta.url.endsWith('.ts')
  ? path.join(import.meta.dirname, '..')
  : path.join(import.meta.dirname, '..', '..');

const Manifest = z.object({ version: z.string() });
const SampleIndex = z.array(
  z.object({
    name: z.string(),
    title: z.string(),
    file: z.string(),
    kind: z.enum(DATASET_KINDS),
    language: z.enum(LANGUAGES),
    rows: z.int(),
    licence: z.string(),
    source: z.string(),
  }),
);

export function productVersion(): string {
  return Manifest.parse(JSON.parse(readFileSync(path.join(PRODUCT_ROOT, 'package.json'), 'utf8'))).version;
}

/** The sample projects that are there; resources/samples/index.json describes them. */
export function sampleProjects(): SampleProject[] {
  const folder = path.join(PRODUCT_ROOT, 'resources', 'samples');
  const index = path.join(folder, 'index.json');
  if (!existsSync(index)) return [];
  return SampleIndex.parse(JSON.parse(readFileSync(index, 'utf8'))).map(({ file, ...sample }) => ({
    ...sample,
    path: path.join(folder, file),
  }));
}
