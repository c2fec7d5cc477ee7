/**
 * @file The Markdown of model cards and explanations as blocks: headings, paragraphs, lists, tables, formulas, with code,
 * emphasis and formulas in their lines.
 */

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'emphasis'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  /** TeX. */
  | { readonly kind: 'formula'; readonly text: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly line: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly line: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  /** TeX on lines of its own. */
  | { readonly kind: 'formula'; readonly tex: string }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

interface Options {
  /** Whether dollar signs hold formulas; a card may tell of money. */
  readonly formulas?: boolean;
}

type Kind = 'blank' | 'heading' | 'list' | 'table' | 'formula' | 'paragraph';

/** Reads a text. What is none of these forms is a paragraph, so no word is lost. */
export function parseMarkdown(markdown: string, { formulas = false }: Options = {}): readonly Block[] {
  return new Reader(formulas).blocks(markdown.split('\n'));
}

class Reader {
  readonly #formulas: boolean;

  constructor(formulas: boolean) {
    this.#formulas = formulas;
  }

  blocks(lines: readonly string[]): readonly Block[] {
    return this.#groups(lines).map((group) => this.#block(group));
  }

  /** Lines that belong together: headings and formulas alone, items and table rows in a run, other lines joined. */
  #groups(lines: readonly string[]): string[][] {
    const all: string[][] = [];
    let last: Kind = 'blank';
    let open = false;
    for (const line of lines) {
      const kind = open ? 'formula' : this.#kindOf(line);
      const alone = kind === 'heading' || (kind === 'formula' && !open);
      if (kind !== 'blank' && kind === last && !alone) all.at(-1)!.push(line);
      else if (kind !== 'blank') all.push([line]);
      if (kind === 'formula') open = !closes(line, open);
      last = kind;
    }
    return all;
  }

  #kindOf(line: string): Kind {
    if (line.trim() === '') return 'blank';
    if (/^#{1,6} /.test(line)) return 'heading';
    if (/^[-*+] /.test(line)) return 'list';
    if (line.startsWith('|')) return 'table';
    if (this.#formulas && line.startsWith('$$')) return 'formula';
    return 'paragraph';
  }

  #block(lines: readonly string[]): Block {
    const [first = ''] = lines;
    switch (this.#kindOf(first)) {
      case 'heading': {
        const level = first.startsWith('# ') ? 1 : 2;
        return { kind: 'heading', level, line: this.#inlines(first.replace(/^#+ /, '')) };
      }
      case 'list':
        return { kind: 'list', items: lines.map((line) => this.#inlines(line.slice(2))) };
      case 'table':
        return {
          kind: 'table',
          head: this.#cells(first),
          rows: lines.slice(2).map((line) => this.#cells(line)),
        };
      case 'formula':
        return {
          kind: 'formula',
          tex: lines
            .join('\n')
            .replace(/^\$\$|\$\$$/g, '')
            .trim(),
        };
      default:
        return { kind: 'paragraph', line: this.#inlines(lines.join(' ')) };
    }
  }

  #cells(line: string): Inline[][] {
    const inner = line.replace(/^\|/, '').replace(/\|$/, '');
    return inner.split(/(?<!\\)\|/).map((cell) => this.#inlines(cell.trim().replaceAll('\\|', '|')));
  }

  /** `code`, *emphasis*, **strong** and $formulas$; a sign without its partner is text. */
  #inlines(text: string): Inline[] {
    const forms = this.#formulas ? WITH_FORMULAS : FORMS;
    return text
      .split(forms)
      .filter(Boolean)
      .map((part): Inline => {
        if (/^`[^`]+`$/.test(part)) return { kind: 'code', text: part.slice(1, -1) };
        if (/^\*\*[^*\s][^*]*\*\*$/.test(part)) return { kind: 'strong', text: part.slice(2, -2) };
        if (/^\*[^*\s][^*]*\*$/.test(part)) return { kind: 'emphasis', text: part.slice(1, -1) };
        if (this.#formulas && /^\$[^$]+\$$/.test(part)) return { kind: 'formula', text: part.slice(1, -1) };
        return { kind: 'text', text: part };
      });
  }
}

const FORMS = /(`[^`]+`|\*\*[^*\s][^*]*\*\*|\*[^*\s][^*]*\*)/;
const WITH_FORMULAS = new RegExp(`${FORMS.source.slice(0, -1)}|\\$[^$]+\\$)`);

/** Whether a formula's line ends it: `$$` at its end, which on the first line is not the `$$` at its beginning. */
function closes(line: string, open: boolean): boolean {
  const end = line.trimEnd();
  return end.endsWith('$$') && (open || end.length >= 4);
}
