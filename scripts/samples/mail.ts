/** @file Reads a raw e-mail (RFC 5322 and MIME, RFC 2045–2047) as far as its subject and its readable text. */
import { htmlToText } from './html.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

interface Part {
  /** Lower-case names; of a field that is there twice the first counts. */
  readonly headers: ReadonlyMap<string, string>;
  /** One character a byte. */
  readonly body: string;
}

/** Names of character sets that old mailers wrote and WHATWG does not know. */
const CHARSETS: Readonly<Record<string, string>> = { chinesebig5: 'big5', gb2312_charset: 'gb2312' };

function decodeBytes(binary: string, charset: string | undefined): string {
  const bytes = Buffer.from(binary, 'latin1');
  const name = charset?.toLowerCase() ?? 'windows-1252';
  try {
    return new TextDecoder(CHARSETS[name] ?? name).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function decodeQuotedPrintable(text: string): string {
  return text
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}

/** Splits the header from the body and unfolds its fields. */
function split(raw: string): Part {
  const end = /\r?\n[ \t]*\r?\n/.exec(raw);
  const head = end === null ? raw : raw.slice(0, end.index);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const field = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line);
    const name = field?.[1]?.toLowerCase();
    if (name !== undefined && !headers.has(name)) headers.set(name, field?.[2] ?? '');
  }
  return { headers, body: end === null ? '' : raw.slice(end.index + end[0].length) };
}

function parameter(value: string, name: string): string | undefined {
  return new RegExp(`${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(value)?.slice(1).find(Boolean);
}

/** Resolves the encoded words of a header: `=?iso-8859-1?Q?caf=E9?=`. */
function decodeHeader(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([^?\s]+)\?([bq])\?([^?]*)\?=/gi, (_, charset: string, how: string, word: string) => {
      const q = () => decodeQuotedPrintable(word.replaceAll('_', ' '));
      return decodeBytes(how.toLowerCase() === 'b' ? decodeBase64(word) : q(), charset);
    });
}

function decodeBody({ headers, body }: Part): string {
  switch (headers.get('content-transfer-encoding')?.trim().toLowerCase()) {
    case 'quoted-printable':
      return decodeQuotedPrintable(body);
    case 'base64':
      return decodeBase64(body);
    default:
      return body;
  }
}

/** The parts of a multipart body, without what stands before the first and after the last. */
function parts(body: string, boundary: string): Part[] {
  const mark = `--${boundary}`;
  const pieces = `\n${body}`.split(`\n${mark}`).slice(1);
  return pieces
    .filter((piece) => !piece.startsWith('--'))
    .map((piece) => split(piece.replace(/^.*\r?\n/, '')));
}

/** The text of a part: plain text where there is some, else the words of the HTML. */
function readable(part: Part, depth = 0): string {
  const type = part.headers.get('content-type') ?? 'text/plain';
  const kind = type.trim().toLowerCase();
  const boundary = parameter(type, 'boundary');
  if (kind.startsWith('multipart/') && boundary !== undefined && depth < 5) {
    const inner = parts(part.body, boundary);
    const isHtml = (one: Part) => /^\s*text\/html/i.test(one.headers.get('content-type') ?? '');
    const plain = inner.filter((one) => !isHtml(one)).map((one) => readable(one, depth + 1));
    const text = plain.filter((one) => one.trim() !== '').join('\n\n');
    if (text !== '') return text;
    return inner
      .filter(isHtml)
      .map((one) => readable(one, depth + 1))
      .join('\n\n');
  }
  if (kind.startsWith('message/')) return depth < 5 ? readable(split(part.body), depth + 1) : '';
  if (!kind.startsWith('text')) return '';
  const text = decodeBytes(decodeBody(part), parameter(type, 'charset'));
  const html = kind.startsWith('text/html') || /^\s*<(?:!doctype\s+)?html\b/i.test(text);
  return html ? htmlToText(text) : text;
}

/** Reads one message. Never throws: what is malformed is read as the plain text it looks like. */
export function readMail(bytes: Uint8Array): Mail {
  const message = split(Buffer.from(bytes).toString('latin1'));
  return { subject: decodeHeader(message.headers.get('subject') ?? ''), text: readable(message) };
}
