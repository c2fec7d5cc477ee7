import { describe, expect, it } from 'vitest';
import { snippetsFor } from './snippets.ts';

const SAMPLE = `It's a "prize" of $5 \\ 100%`;
const snippets = snippetsFor({ origin: 'http://127.0.0.1:4720', name: 'mail', sample: SAMPLE });
const textOf = (id: string) => snippets.find((snippet) => snippet.id === id)!.text;

/** The last argument as a POSIX shell reads it: single quotes hold everything but themselves, which stand as '\\''. */
function bodyOf(text: string): unknown {
  const [, quoted = ''] = /-d '(.*)'$/s.exec(text)!;
  const pieces = quoted.split(`'\\''`);
  for (const piece of pieces) expect(piece).not.toContain("'");
  return JSON.parse(pieces.join("'"));
}

describe('a snippet', () => {
  it.each([
    ['plain', 'http://127.0.0.1:4720/endpoints/mail', { text: SAMPLE }],
    ['batch', 'http://127.0.0.1:4720/endpoints/mail', { texts: [SAMPLE, SAMPLE] }],
    [
      'protocol',
      'http://127.0.0.1:4720/v2/models/mail/infer',
      { inputs: [{ name: 'text', datatype: 'BYTES', shape: [1], data: [SAMPLE] }] },
    ],
  ])('%s arrives whole through a shell', (id, url, body) => {
    const text = textOf(id);
    expect(text.startsWith(`curl ${url} \\\n  -H 'content-type: application/json' \\\n`)).toBe(true);
    expect(bodyOf(text)).toEqual(body);
  });

  it('for Python names the same address', () => {
    expect(textOf('python')).toContain("'http://127.0.0.1:4720/endpoints/mail'");
  });
});
