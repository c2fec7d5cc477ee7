/**
 * @file The YAML of MLflow's `meta.yaml`: one level of keys with plain or quoted scalars, which PyYAML folds over lines that are
 * indented. Lists and documents inside of it are passed over; anchors and tags are not read.
 */

/** Texts of scalars by key; null for `null`, `~` and nothing. */
export function readFlatYaml(text: string): Map<string, string | null> {
  const values = new Map<string, string | null>();
  let key: string | null = null;
  let lines: string[] = [];
  const take = (): void => {
    if (key !== null) values.set(key, scalarOf(lines));
  };
  for (const line of text.split(/\r?\n/)) {
    const [, name, rest] = /^([^\s#'"[{&*!|>%@`-][^:]*?)\s*:(?:\s+(.*))?$/.exec(line) ?? [];
    if (name === undefined) {
      if (/^\s|^$/.test(line)) lines.push(line.trim());
      continue;
    }
    take();
    [key, lines] = [name, [(rest ?? '').trim()]];
  }
  take();
  return values;
}

function scalarOf(lines: readonly string[]): string | null {
  const [first = ''] = lines;
  const whole = folded(lines);
  if (first.startsWith("'"))
    return (/^'((?:[^']|'')*)'/.exec(whole)?.[1] ?? whole.slice(1)).replaceAll("''", "'");
  if (first.startsWith('"')) return unescaped(/^"((?:[^"\\]|\\[^])*)"/.exec(whole)?.[1] ?? whole.slice(1));
  const plain = whole.replace(/\s+#.*$/, '').trim();
  return plain === '' || plain === 'null' || plain === '~' ? null : plain;
}

/** One line break is a space, each further one a line break; one behind a backslash is nothing. */
function folded(lines: readonly string[]): string {
  const all = [...lines];
  while (all.length > 1 && all.at(-1) === '') all.pop();
  let text = all[0] ?? '';
  let breaks = 0;
  for (const line of all.slice(1)) {
    breaks++;
    if (line === '') continue;
    if (breaks > 1) text += '\n'.repeat(breaks - 1) + line;
    else text = /(?:^|[^\\])(?:\\\\)*\\$/.test(text) ? text.slice(0, -1) + line : `${text} ${line}`;
    breaks = 0;
  }
  return text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

const unescaped = (text: string): string =>
  text.replace(/\\(?:(?:x..|u.{4}|U.{8})|[^])/g, (escape) => {
    const digits = escape.slice(2);
    if (digits === '') return ESCAPES[escape[1]!] ?? escape[1]!;
    const point = /^[0-9a-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  });

/** A text as JSON has it, which YAML reads as the same; what YAML takes for a line end is escaped. */
export const yamlText = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
