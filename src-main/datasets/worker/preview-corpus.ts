/** @file A look at running text before it is imported: its first passages. */
import { nothingGood } from './reading/complaints.ts';
import { requireEncoding } from './reading/decoding.ts';
import { detectEncoding, type EncodingVerdict } from './reading/encoding.ts';
import { cutPassages, readText, requireTexts } from './reading/passages.ts';
import type { BadRow } from './reading/rows.ts';
import type { Entry } from './reading/file-collection.ts';
import { suggestColumns } from './reading/suggest.ts';

const NO_DIALECT = { quote: null, escape: null, lineEnd: null, skipLines: 0 } as const;
const SHOWN_PASSAGES = 20;
const SHOWN_CHARACTERS = 600;

/** @throws AppError `datasets.noTexts`, `datasets.noGoodRow`, `datasets.unknownEncoding` */
export async function previewCorpus(
  files: readonly Entry[],
  { fileName, encoding }: { fileName: string; encoding: string | undefined },
) {
  requireTexts(files, fileName);
  const given = encoding === undefined ? null : requireEncoding(encoding);
  const rows: string[] = [];
  const bad: BadRow[] = [];
  let detected: EncodingVerdict | null = null;
  for (const file of files) {
    const bytes = await file.read();
    const text = readText(bytes, given);
    if (typeof text !== 'string') bad.push({ row: 1, problem: text, excerpt: file.name });
    else rows.push(...cutPassages(text).slice(0, SHOWN_PASSAGES));
    detected ??= detectEncoding(bytes);
    if (rows.length >= SHOWN_PASSAGES || bad.length >= SHOWN_PASSAGES) break;
  }
  if (rows.length === 0) throw nothingGood(fileName, bad);
  const shown = rows.slice(0, SHOWN_PASSAGES).map((text) => [text.slice(0, SHOWN_CHARACTERS).toWellFormed()]);
  const { language } = suggestColumns(['text'], shown);
  return {
    fileName,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    format: 'plain' as const,
    encoding: given ?? detected?.encoding ?? 'utf-8',
    delimiter: null,
    header: null,
    reading: {
      certainty: given ? ('given' as const) : (detected?.certainty ?? ('certain' as const)),
      ...NO_DIALECT,
    },
    foreseen: null,
    columns: [{ name: 'text', type: 'text' }],
    rows: shown,
    images: [],
    drawn: null,
    samples: null,
    kinds: ['corpus' as const],
    reason: null,
    suggested: { text: 'text', label: null, language, columns: [] },
  };
}
