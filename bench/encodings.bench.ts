/** @file How many texts of 18 languages are read in the encoding they were written in, beside kept libraries that guess it. */
import chardet from 'chardet';
import jschardet from 'jschardet';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../scripts/product.ts';
import { detectEncoding } from '../src-main/datasets/worker/reading/encoding.ts';
import {
  readsAsMeant,
  shortFiles,
  textFiles,
  type TextFile,
} from '../src-main/datasets/worker/reading/languages.fixture.ts';
import type { Bench } from './report.ts';

const CASES: readonly { readonly about: string; readonly files: () => Iterable<TextFile> }[] = [
  { about: 'texts of 2,000 bytes', files: () => textFiles(2000) },
  { about: 'texts of 300 bytes', files: () => textFiles(300) },
  { about: 'texts of 300 bytes with a few quotes and signs', files: () => shortFiles(300) },
];

const PEERS: Readonly<Record<string, (bytes: Buffer) => string | null>> = {
  chardet: (bytes) => chardet.detect(bytes),
  jschardet: (bytes) => jschardet.detect(bytes).encoding,
};

/** The share of texts, 0 to 1, whose bytes read in the named encoding are the text that was meant. */
function accuracy(
  files: Iterable<TextFile>,
  detect: (bytes: Buffer) => string | null,
): { right: number; texts: number } {
  let right = 0;
  let texts = 0;
  for (const file of files) {
    texts++;
    if (readsAsMeant(file, detect(file.bytes)?.toLowerCase() ?? '')) right++;
  }
  return { right: right / texts, texts };
}

function versionOf(name: string): string {
  const about = readFileSync(path.join(ROOT, 'node_modules', name, 'package.json'), 'utf8');
  const { version } = JSON.parse(about) as { version: string };
  return `${name} ${version}`;
}

export const bench: Bench = {
  about: 'texts of 18 languages in the encodings of each: the share that is read as it was meant',
  run(report) {
    for (const { about, files } of CASES) {
      const ours = accuracy(files(), (bytes) => detectEncoding(bytes).encoding);
      for (const [name, detect] of Object.entries(PEERS)) {
        const { right: peer } = accuracy(files(), detect);
        const shares = { lathe: ours.right, peer, ratio: ours.right / peer };
        const case_ = `${ours.texts} ${about} read as they were meant`;
        report({
          ...shares,
          case: case_,
          unit: 'of 1',
          peerName: versionOf(name),
          goal: null,
          pairs: ours.texts,
        });
      }
    }
    return Promise.resolve();
  },
};
