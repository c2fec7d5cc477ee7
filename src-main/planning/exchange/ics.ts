/** @file Lines of iCalendar (RFC 5545): folded at 75 octets, text escaped, properties with parameters. */
import { AppError } from '../../../src-shared/platform/errors.ts';

const OCTETS = 75;
// eslint-disable-next-line no-control-regex -- control characters have no place in a text (RFC 5545, 3.1)
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F]/g;

export const escapeText = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replace(CONTROLS, '')
    .replace(/[\\;,]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`);

export const unescapeText = (text: string): string =>
  text.replace(/\\([\\;,nN])/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char));

/** Texts of a list, parted by commas that are not escaped. */
export const splitTexts = (text: string): string[] =>
  (text.match(/(?:\\.|[^,\\])+/gs) ?? []).map((one) => unescapeText(one).trim()).filter((one) => one !== '');

/** Of a character in UTF-8. */
function octetsOf(code: number): number {
  if (code < 0x80) return 1;
  return code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** A line without its end, folded between characters. */
export function fold(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const char of line) {
    const size = octetsOf(char.codePointAt(0)!);
    if (octets + size > OCTETS) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += char;
    octets += size;
  }
  return [...parts, part].join('\r\n');
}

export interface IcsProperty {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly value: string;
}

export interface IcsComponent {
  readonly name: string;
  /** The line that begins it. */
  readonly line: number;
  readonly properties: readonly IcsProperty[];
}

/** All components of a calendar, those within others too. @throws AppError `planning.fileIcs` with the line */
export function readComponents(text: string): IcsComponent[] {
  const done: IcsComponent[] = [];
  const open: { name: string; line: number; properties: IcsProperty[] }[] = [];
  for (const { line, text: content } of unfolded(text)) {
    const property = propertyOf(content);
    if (!property) throw new AppError('planning.fileIcs', { line, text: content.slice(0, 80) });
    const { name, value } = property;
    if (name === 'BEGIN') open.push({ name: value.trim().toUpperCase(), line, properties: [] });
    else if (name === 'END') {
      const last = open.pop();
      if (last?.name !== value.trim().toUpperCase())
        throw new AppError('planning.fileIcs', { line, text: content.slice(0, 80) });
      done.push(last);
    } else open.at(-1)?.properties.push(property);
  }
  const [unfinished] = open;
  if (unfinished)
    throw new AppError('planning.fileIcs', { line: unfinished.line, text: `BEGIN:${unfinished.name}` });
  return done;
}

function unfolded(text: string): { line: number; text: string }[] {
  const lines: { line: number; parts: string[] }[] = [];
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .forEach((line, i) => {
      if (/^[ \t]/.test(line)) lines.at(-1)?.parts.push(line.slice(1));
      else if (line !== '') lines.push({ line: i + 1, parts: [line] });
    });
  return lines.map(({ line, parts }) => ({ line, text: parts.join('') }));
}

function propertyOf(line: string): IcsProperty | undefined {
  const [head, name] = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:]*))*):/.exec(line) ?? [];
  if (head === undefined || name === undefined) return undefined;
  const pairs = [...head.matchAll(/;([A-Za-z0-9-]+)=(?:"([^"]*)"|([^";:]*))/g)];
  const parameters = Object.fromEntries(
    pairs.map(([, key, quoted, plain]) => [key!.toUpperCase(), quoted ?? plain ?? '']),
  );
  return { name: name.toUpperCase(), parameters, value: line.slice(head.length) };
}
