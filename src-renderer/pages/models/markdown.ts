/** @file The Markdown of model cards as blocks: headings, paragraphs, lists, tables, with code and emphasis in their lines. */

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'emphasis'; readonly text: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly line: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly line: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

/** Reads a card. What is none of these forms is a paragraph, so no text is lost. */
export function parseCard(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const group of groups(markdown.split('\n'))) blocks.push(blockOf(group));
  return blocks;
}

/** Lines that belong together: headings alone, list items and table rows in a run, other lines joined. */
function groups(lines: readonly string[]): string[][] {
  const all: string[][] = [];
  let last = '';
  for (const line of lines) {
    const kind = kindOf(line);
    if (kind === 'blank') last = '';
    else if (kind === last && kind !== 'heading') all.at(-1)!.push(line);
    else all.push([line]);
    if (kind !== 'blank') last = kind;
  }
  return all;
}

function kindOf(line: string): 'blank' | 'heading' | 'list' | 'table' | 'paragraph' {
  if (line.trim() === '') return 'blank';
  if (/^##? /.test(line)) return 'heading';
  if (line.startsWith('- ')) return 'list';
  if (line.startsWith('|')) return 'table';
  return 'paragraph';
}

function blockOf(lines: readonly string[]): Block {
  const [first = ''] = lines;
  switch (kindOf(first)) {
    case 'heading': {
      const level = first.startsWith('## ') ? 2 : 1;
      return { kind: 'heading', level, line: inlines(first.slice(level + 1)) };
    }
    case 'list':
      return { kind: 'list', items: lines.map((line) => inlines(line.slice(2))) };
    case 'table':
      return { kind: 'table', head: cells(first), rows: lines.slice(2).map(cells) };
    default:
      return { kind: 'paragraph', line: inlines(lines.join(' ')) };
  }
}

function cells(line: string): Inline[][] {
  const inner = line.replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => inlines(cell.trim().replaceAll('\\|', '|')));
}

/** `code` and *emphasis*; a star or tick without its partner is text. */
function inlines(text: string): Inline[] {
  const parts = text.split(/(`[^`]+`|\*[^*\s][^*]*\*)/).filter(Boolean);
  return parts.map((part): Inline => {
    if (/^`[^`]+`$/.test(part)) return { kind: 'code', text: part.slice(1, -1) };
    if (/^\*[^*\s][^*]*\*$/.test(part)) return { kind: 'emphasis', text: part.slice(1, -1) };
    return { kind: 'text', text: part };
  });
}
