/** What recipes say of themselves, as the window says it. */
import temml from 'temml';
import { describe, expect, it } from 'vitest';
import { units } from '../src-renderer/platform/i18n/units.ts';
import { formulasOf, htmlOf } from '../src-renderer/ui/markdown/html.ts';
import { RECIPES } from './training/recipes/index.ts';

const LANGUAGES = ['en', 'zh'] as const;

describe.each(LANGUAGES)('in %s, every recipe', (language) => {
  it('explains itself with formulas that can be drawn', () => {
    for (const { name, explanation } of RECIPES) {
      const formulas = formulasOf(explanation[language]);
      expect(formulas.length, name).toBeGreaterThan(0);
      for (const formula of formulas)
        expect(
          () => temml.renderToString(formula, { throwOnError: true }),
          `${name}: ${formula}`,
        ).not.toThrow();
      const words = htmlOf(explanation[language], { formulas: true }).replace(/<[^>]*>/g, '');
      expect(words, `${name}: a dollar sign without its partner`).not.toContain('$');
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
