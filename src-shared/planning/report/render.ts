/** @file A report as Markdown, and as one HTML file that prints on a page. Names of people and things are text, never markup. */
import type { Block, Inline, Report } from './blocks.ts';

/** Where the links lead: the workbench's address without a slash at its end, or nothing for paths alone. */
export type Base = string;

const escaped = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>#|~!]/g, String.raw`\$&`);
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** GitHub-flavored Markdown. */
export function markdownOf({ title, subtitle, blocks }: Report, base: Base = ''): string {
  const inline = ({ text, href }: Inline): string => {
    const said = escaped(oneLine(text));
    return href === undefined ? said : `[${said}](<${base}${href}>)`;
  };
  const write = (block: Block): string => {
    if (block.type === 'heading') return `## ${escaped(oneLine(block.text))}`;
    if (block.type === 'paragraph') return block.parts.map(inline).join(' ');
    const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
    const head = block.columns.map((name) => escaped(name));
    return [line(head), line(head.map(() => '---')), ...block.rows.map((row) => line(row.map(inline)))].join(
      '\n',
    );
  };
  return `${[`# ${escaped(oneLine(title))}`, escaped(subtitle), ...blocks.map(write)].join('\n\n')}\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const entities = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter]!);

const STYLE = `
  body { margin: 24px auto; max-width: 860px; padding: 0 24px; color: #1b1d1f; background: #fff;
    font: 13px/20px -apple-system, BlinkMacSystemFont, 'Segoe UI', system-ui, Roboto, 'Noto Sans', 'PingFang SC',
    'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; font-variant-numeric: tabular-nums; }
  h1 { font-size: 20px; margin: 0; } h2 { font-size: 14px; margin: 20px 0 6px; }
  p { margin: 4px 0; } .muted { color: #5b6066; } a { color: #0a6a72; }
  table { width: 100%; border-collapse: collapse; }
  th, td { padding: 4px 8px 4px 0; border-bottom: 1px solid #dfdfdb; text-align: start; vertical-align: top; }
  th { font-weight: 500; color: #5b6066; }
  @page { size: A4; margin: 14mm; }
  @media print { body { margin: 0; max-width: none; padding: 0; font-size: 11px; line-height: 15px; }
    h2 { margin: 10px 0 4px; break-after: avoid; } tr { break-inside: avoid; } a { color: inherit; } }
`;

/** One file with its style; it asks nothing of anywhere. */
export function htmlOf({ title, subtitle, language, blocks }: Report, base: Base = ''): string {
  const inline = ({ text, href }: Inline): string =>
    href === undefined ? entities(text) : `<a href="${entities(base + href)}">${entities(text)}</a>`;
  const write = (block: Block): string => {
    if (block.type === 'heading') return `<h2>${entities(block.text)}</h2>`;
    if (block.type === 'paragraph') return `<p>${block.parts.map(inline).join(' ')}</p>`;
    const head = block.columns.map((name) => `<th>${entities(name)}</th>`).join('');
    const rows = block.rows.map(
      (row) => `<tr>${row.map((cell) => `<td>${inline(cell)}</td>`).join('')}</tr>`,
    );
    return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
  };
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${entities(title)}</title><style>${STYLE}</style></head>
<body>
<h1>${entities(title)}</h1>
<p class="muted">${entities(subtitle)}</p>
${blocks.map(write).join('\n')}
</body>
</html>
`;
}
