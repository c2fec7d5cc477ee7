/**
 * @file Markdown as HTML, by `marked`: cards, explanations, notes, guidelines. HTML that is written in the text is shown as it
 * is written; what comes out is still to be cleaned (`Markdown.svelte`), because an address can be anything.
 */
import { Marked, type RendererObject, type TokenizerAndRendererExtension } from 'marked';

export interface Forms {
  /** Whether dollar signs hold formulas; a card may tell of money. */
  readonly formulas?: boolean;
}

/** The HTML of a text. Formulas are empty elements with their TeX in `data-tex`. */
export function htmlOf(text: string, { formulas = false }: Forms = {}): string {
  return (formulas ? WITH_FORMULAS : PLAIN).parse(text, { async: false });
}

/** Every formula of a text, in TeX. */
export function formulasOf(text: string): readonly string[] {
  const formulas: string[] = [];
  const tokens = WITH_FORMULAS.lexer(text);
  WITH_FORMULAS.walkTokens(tokens, (token) => {
    if (token.type === 'formula' || token.type === 'formulaLine') formulas.push(String(token['tex']));
  });
  return formulas;
}

/** Images are those of the workspace, or are in the text itself; no other is asked for. */
export function isOwnImage(address: string): boolean {
  return (
    /^\/files\/(samples\/[\w%.-]+|blobs)\/[0-9a-f]{64}(\?[\w=&.-]*)?$/.test(address) ||
    /^data:image\/(png|jpeg|gif|webp|avif);base64,[\w+/=]+$/.test(address)
  );
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const asText = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!);

const RENDERER: RendererObject = {
  heading({ depth, tokens }) {
    const line = this.parser.parseInline(tokens);
    return depth === 1 ? `<h2 class="title">${line}</h2>\n` : `<h3>${line}</h3>\n`;
  },
  html: ({ text }) => asText(text),
  image({ href, text }) {
    return isOwnImage(href)
      ? `<img src="${asText(href)}" alt="${asText(text)}">`
      : `<em>${asText(text || href)}</em>`;
  },
  table({ header, rows }) {
    const cell = (tokens: (typeof header)[number]['tokens']): string => this.parser.parseInline(tokens);
    const head = header.map(({ text, tokens }) =>
      text === '' ? '<td></td>' : `<th scope="col">${cell(tokens)}</th>`,
    );
    const body = rows.map(
      (row) => `<tr>${row.map(({ tokens }) => `<td>${cell(tokens)}</td>`).join('')}</tr>`,
    );
    return `<div class="scroll"><table class="table"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>\n`;
  },
};

const formula: TokenizerAndRendererExtension = {
  name: 'formula',
  level: 'inline',
  start: (source) => source.indexOf('$'),
  tokenizer(source) {
    const [raw, tex] = /^\$([^$\n]+)\$/.exec(source) ?? [];
    return raw === undefined ? undefined : { type: 'formula', raw, tex };
  },
  renderer: ({ tex }) => `<span data-tex="${asText(String(tex))}"></span>`,
};

/** TeX on lines of its own, between double dollar signs. */
const formulaLine: TokenizerAndRendererExtension = {
  name: 'formulaLine',
  level: 'block',
  start: (source) => /(?:^|\n)\$\$/.exec(source)?.index,
  tokenizer(source) {
    const [raw, tex] = /^\$\$\s*([^]+?)\s*\$\$[ \t]*(?:\n|$)/.exec(source) ?? [];
    return raw === undefined ? undefined : { type: 'formulaLine', raw, tex };
  },
  renderer: ({ tex }) => `<p class="formula" data-tex="${asText(String(tex))}"></p>\n`,
};

const PLAIN = new Marked({ gfm: true, renderer: RENDERER });
const WITH_FORMULAS = new Marked({ gfm: true, renderer: RENDERER, extensions: [formulaLine, formula] });
