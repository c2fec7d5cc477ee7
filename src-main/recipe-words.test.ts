/** What recipes say of themselves, as the window says it. */
import temml from 'temml';
import { describe, expect, it } from 'vitest';
import { units } from '../src-renderer/platform/i18n/units.ts';
import { parseMarkdown, type Block } from '../src-renderer/ui/markdown/parse.ts';
import { RECIPES } from './training/recipes/index.ts';

const LANGUAGES = ['en', 'zh'] as const;

/** Every formula of a text, in TeX. */
function formulasOf(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'formula') return [block.tex];
    const lines = block.kind === 'list' ? block.items : 'line' in block ? [block.line] : [];
    return lines.flat().flatMap(({ kind, text }) => (kind === 'formula' ? [text] : []));
  });
}

describe.each(LANGUAGES)('in %s, every recipe', (language) => {
  it('explains itself with formulas that can be drawn', () => {
    for (const { name, explanation } of RECIPES) {
      const blocks = parseMarkdown(explanation[language], { formulas: true });
      const formulas = formulasOf(blocks);
      expect(formulas.length, name).toBeGreaterThan(0);
      for (const formula of formulas)
        expect(
          () => temml.renderToString(formula, { throwOnError: true }),
          `${name}: ${formula}`,
        ).not.toThrow();
      const words = JSON.stringify(blocks.filter(({ kind }) => kind === 'paragraph'));
      expect(
        words.match(/"kind":"text","text":"[^"]*\$/),
        `${name}: a dollar sign without its partner`,
      ).toBeNull();
    }
  });

  it('has a name for the unit of each of its parameters', () => {
    for (const { name, parameters } of RECIPES)
      for (const parameter of parameters) {
        if (language === 'en' || parameter.kind !== 'number' || !parameter.unit) continue;
        expect(units.zh, `${name}: ${parameter.unit}`).toHaveProperty(parameter.unit);
      }
  });
});
