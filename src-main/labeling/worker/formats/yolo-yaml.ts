/**
 * @file The few lines of `data.yaml` that concern labels: `names` as a list or by number, `nc`, `kpt_shape`, `kpt_names`. Other
 * keys are passed over; anchors, tags and documents inside of documents are not read.
 */
import { AppError } from '../../../../src-shared/platform/errors.ts';

export interface YoloData {
  readonly classes: readonly string[];
  /** Names of keypoints; null where the lines have none. */
  readonly points: readonly string[] | null;
}

/** JSON texts are YAML texts. */
export function yamlOf({ classes, points }: YoloData): string {
  const named = classes.map((name, i) => `  ${i}: ${yamlText(name)}\n`).join('');
  const head = `path: .\ntrain: train.txt\nval: train.txt\nnc: ${classes.length}\nnames:${named === '' ? ' []\n' : `\n${named}`}`;
  if (points === null) return head;
  const list = `[${points.map((point) => yamlText(point)).join(', ')}]`;
  const byClass = classes.map((_, i) => `  ${i}: ${list}\n`).join('');
  return `${head}kpt_shape: [${points.length}, 3]\n${byClass === '' ? '' : `kpt_names:\n${byClass}`}`;
}

/** As JSON, without what YAML takes for a line end. */
const yamlText = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** @throws AppError `labeling.annotationFileFormat` with the line */
export function readYaml(text: string, file: string): YoloData & { readonly dimensions: number } {
  const keys = topLevel(text);
  const refuse: Refuse = (line, value) => {
    throw new AppError('labeling.annotationFileFormat', {
      file,
      format: 'YOLO data.yaml',
      value: `${line}: ${value}`,
    });
  };
  const names = keys.get('names');
  const classes = names ? listOf(names, refuse) : [];
  const shape = keys.get('kpt_shape');
  const [count, dimensions] = shape ? listOf(shape, refuse).map(Number) : [];
  if (
    shape &&
    !(Number.isInteger(count) && count! >= 1 && count! <= 200 && (dimensions === 2 || dimensions === 3))
  )
    refuse(shape.line, 'kpt_shape');
  const named = keys.get('kpt_names');
  const points = shape ? pointNames(count!, named ? listOf(named, refuse) : []) : null;
  return { classes, points, dimensions: dimensions ?? 3 };
}

/** Names of the first class's points where there are as many as points, else their numbers. */
function pointNames(count: number, named: readonly string[]): string[] {
  return named.length === count ? [...named] : Array.from({ length: count }, (_, i) => String(i + 1));
}

type Refuse = (line: number, value: string) => never;

interface Entry {
  readonly line: number;
  readonly value: string;
  /** Lines below, indented. */
  readonly below: readonly string[];
}

function topLevel(text: string): Map<string, Entry> {
  const keys = new Map<string, Entry>();
  let current: { line: number; value: string; below: string[] } | null = null;
  for (const [i, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = withoutComment(raw);
    if (line.trim() === '') continue;
    const key = /^([\w-]+)\s*:(?:\s+(.*)|)$/.exec(line);
    if (key) {
      current = { line: i + 1, value: (key[2] ?? '').trim(), below: [] };
      keys.set(key[1]!, current);
    } else current?.below.push(line);
  }
  return keys;
}

/** A `#` begins a comment at the start of a line and after a blank, outside of quotes. */
function withoutComment(line: string): string {
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (quote !== '') {
      if (char === '\\' && quote === '"') i++;
      else if (char === quote) quote = '';
    } else if ((char === '"' || char === "'") && /[\s[,{:-]|^$/.test(line[i - 1] ?? '')) quote = char;
    else if (char === '#' && /^$|\s/.test(line[i - 1] ?? '')) return line.slice(0, i);
  }
  return line;
}

/** `[a, b]`, `{0: a}`, lines `- a`, or lines `0: a`; of `0: [a, b]` the list. Lists over several lines are joined. */
function listOf({ line, value, below }: Entry, refuse: Refuse): string[] {
  const inline = value !== '' ? [value, ...below].join(' ') : null;
  if (inline !== null) return flow(inline, () => refuse(line, inline.slice(0, 60)));
  const list: string[] = [];
  for (const one of below) {
    const text = one.trim();
    const item = /^-\s+(.*)$/.exec(text);
    const numbered = /^["']?(\d+)["']?\s*:\s+(.*)$/.exec(text);
    const content = (item?.[1] ?? numbered?.[2])?.trim();
    if (content === undefined) refuse(line, text.slice(0, 60));
    else if (content.startsWith('[')) return flow(content, () => refuse(line, text.slice(0, 60)));
    else {
      const place = numbered ? Number(numbered[1]) : list.length;
      if (place > 10_000 || list[place] !== undefined) refuse(line, text.slice(0, 60));
      list[place] = scalar(content, () => refuse(line, text.slice(0, 60)));
    }
  }
  return filled(list);
}

/** Numbers that no class has are given their number as a name, so that lines keep their meaning. */
const filled = (list: readonly (string | undefined)[]): string[] =>
  Array.from(list, (name, i) => name ?? `class ${i}`);

function flow(text: string, refuse: () => never): string[] {
  const inner = /^\[(.*)\]$/s.exec(text.trim()) ?? /^\{(.*)\}$/s.exec(text.trim());
  if (!inner) return refuse();
  const list: string[] = [];
  for (const part of partsOf(inner[1]!)) {
    const numbered = text.trim().startsWith('{') ? /^["']?(\d+)["']?\s*:\s*(.*)$/s.exec(part) : null;
    if (text.trim().startsWith('{') && !numbered) refuse();
    const place = numbered ? Number(numbered[1]) : list.length;
    if (place > 10_000) refuse();
    list[place] = scalar(numbered ? numbered[2]! : part, refuse);
  }
  return filled(list);
}

/** What stands between commas outside of quotes. */
function partsOf(text: string): string[] {
  const parts = text.match(/(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"']|(?<=\w)')+/gs) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function scalar(text: string, refuse: () => never): string {
  if (text.startsWith('"'))
    try {
      return String(JSON.parse(text));
    } catch {
      return refuse();
    }
  if (text.startsWith("'"))
    return text.endsWith("'") && text.length > 1 ? text.slice(1, -1).replaceAll("''", "'") : refuse();
  return /^[&*!|>%@`{]/.test(text) ? refuse() : text;
}
