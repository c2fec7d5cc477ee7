import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isObscene } from '../src-renderer/platform/explicit.ts';
import { SAMPLES_FOLDER, buildSamples } from './build-samples.ts';
import { pythonMissing } from './python.ts';
import { htmlToText } from './samples/html.ts';
import { readMail } from './samples/mail.ts';
import { breastCancer } from './samples/tables.ts';
import { CLASSES } from './samples/messages-grammar.ts';

const built = buildSamples();

function rowsOf(file: string): { text: string; label: string }[] {
  const lines = readFileSync(join(SAMPLES_FOLDER, file), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as { text: string; label: string });
}

describe('the sample data', () => {
  it.each([...built.keys()])('rebuilds %s to the very bytes that are kept', (name) => {
    const kept = readFileSync(join(SAMPLES_FOLDER, name));
    expect(kept.equals(built.get(name)!)).toBe(true);
  });

  it('takes the breast cancer data from scikit-learn as it is', (context) => {
    context.skip(breastCancer() === null, pythonMissing('sklearn'));
    const [header = '', ...rows] = breastCancer()!.toString('utf8').trim().split('\n');
    expect([header.split(',').length, rows.length]).toEqual([31, 569]);
    expect(rows.filter((row) => row.endsWith(',malignant'))).toHaveLength(212);
  });

  it('has few e-mails that are shown only when asked, most of them spam', () => {
    const rows = rowsOf('spam-emails.jsonl');
    const veiled = rows.filter(({ text }) => isObscene(text.slice(0, 500)));
    expect(veiled.length / rows.length).toBeLessThan(0.04);
    expect(veiled.filter(({ label }) => label === 'spam').length / veiled.length).toBeGreaterThan(0.65);
  });

  it('stays small', () => {
    const bytes = [...built.values()].reduce((sum, file) => sum + file.length, 0);
    expect(bytes).toBeLessThan(21_000_000);
  });

  it.each(['spam-emails.jsonl', 'mail-kinds.jsonl', 'customer-messages-zh.jsonl'])(
    'holds no text of %s twice',
    (file) => {
      const rows = rowsOf(file);
      const canonical = new Set(
        rows.map(({ text }) => text.normalize('NFC').replace(/\r\n/g, '\n').trimEnd()),
      );
      expect(canonical.size).toBe(rows.length);
      expect(rows.every(({ text }) => text.trim() !== '' && text.length <= 1200)).toBe(true);
    },
  );

  it('has the classes it says', () => {
    const labels = (file: string) => new Set(rowsOf(file).map(({ label }) => label));
    expect(labels('spam-emails.jsonl')).toEqual(new Set(['ham', 'spam']));
    expect(labels('mail-kinds.jsonl')).toEqual(new Set(['ham', 'hard ham', 'spam']));
    expect(labels('customer-messages-zh.jsonl')).toEqual(new Set(CLASSES));
  });

  it('shows every class in the first rows', () => {
    const first = rowsOf('spam-emails.jsonl').slice(0, 20);
    expect(new Set(first.map(({ label }) => label)).size).toBe(2);
  });
});

describe('readMail', () => {
  const mail = (...lines: string[]) => readMail(Buffer.from(lines.join('\r\n'), 'latin1'));

  it('decodes a quoted-printable body in its character set', () => {
    const { text } = mail(
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'caf=E9 au =',
      'lait',
    );
    expect(text).toBe('café au lait');
  });

  it('decodes a base64 body and encoded words', () => {
    const { subject, text } = mail(
      'Subject: =?utf-8?B?5L2g5aW9?= =?utf-8?Q?=2C_hi?=',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      '5L2g5aW9',
    );
    expect({ subject, text }).toEqual({ subject: '你好, hi', text: '你好' });
  });

  it('takes the plain part of a multipart message and leaves the attachment', () => {
    const { text } = mail(
      'Content-Type: multipart/mixed; boundary="=_x"',
      '',
      '--=_x',
      'Content-Type: text/html',
      '',
      '<b>rich</b>',
      '--=_x',
      'Content-Type: text/plain',
      '',
      'plain',
      '--=_x',
      'Content-Type: application/pdf',
      '',
      '%PDF',
      '--=_x--',
    );
    expect(text.trim()).toBe('plain');
  });

  it('reads what is no message at all without failing', () => {
    expect(mail('\u0000\u00ff not a header').subject).toBe('');
  });
});

describe('htmlToText', () => {
  it('joins words that comments and tags split, and drops styles and scripts', () => {
    const html = '<style>p{}</style><p>V<!-- x -->ia<b>gra</b></p><script>steal()</script>only &pound;5&#33;';
    expect(htmlToText(html).trim().split(/\s+/)).toEqual(['Viagra', 'only', '£5!']);
  });
});
