/** The field's terms wherever people read: a word of the left-out column fails with its place and phrase. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { WORDS } from '../src-renderer/words.ts';
import { PROBLEMS } from '../src-shared/problems.ts';
import { BY_RIGHT, LEFT_OUT, type Where } from './glossary.fixture.ts';
import { RECIPES } from './training/recipes/index.ts';

const ROOT = path.join(import.meta.dirname, '..');

/** A text that people read, and where it stands. */
interface Text {
  readonly place: string;
  readonly text: string;
}

/** What words that need values are called with: texts, nothing, and lists. */
const SAMPLES: readonly unknown[] = ['x', '', null, ['x', 'y']];

/** Every string of a value, with its path; functions are called with each of the samples that they take. */
function textsOf(value: unknown, place: string): readonly Text[] {
  if (typeof value === 'string') return [{ place, text: value }];
  if (typeof value === 'function') {
    const spoken = SAMPLES.flatMap((sample) =>
      textsOf(
        attempt(() => Reflect.apply(value, undefined, Array(value.length).fill(sample))),
        place,
      ),
    );
    if (spoken.length > 0) return spoken;
    throw new Error(`${place} takes none of the samples: add one`);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${place}.${key}`));
}

function attempt(say: () => unknown): unknown {
  try {
    return say();
  } catch {
    return undefined;
  }
}

/** The string literals and templates of source files, with file and line. */
function literalsOf(...patterns: readonly string[]): readonly Text[] {
  const files = globSync([...patterns], { cwd: ROOT }).filter((file) => !/\.(test|fixture)\.ts$/.test(file));
  return files.toSorted().flatMap((file) => literalsIn(file, readFileSync(path.join(ROOT, file), 'utf8')));
}

function literalsIn(file: string, source: string): readonly Text[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      found.push({ place: `${file}:${lineOf(tree, node)}`, text: node.text });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

/** The prose of Markdown files line by line: no code, no targets of links. */
function proseOf(...patterns: readonly string[]): readonly Text[] {
  return globSync([...patterns], { cwd: ROOT })
    .toSorted()
    .flatMap((file) => {
      const lines = withoutFences(readFileSync(path.join(ROOT, file), 'utf8')).split('\n');
      return lines.map((line, at) => ({
        place: `${file}:${at + 1}`,
        text: line.replaceAll(/`[^`]*`|\]\([^)]*\)|<[^>]*>/g, ' '),
      }));
    });
}

function withoutFences(markdown: string): string {
  return markdown.replaceAll(/^```[^]*?^```/gm, (block) => block.replaceAll(/[^\n]/g, ''));
}

/** What stands where it must not: `place: “text”, say …`. */
function leftOutOf(texts: readonly Text[], where: Where): readonly string[] {
  const known = new Set(BY_RIGHT.map(({ text }) => text));
  return texts
    .filter(({ text }) => !known.has(text))
    .flatMap(({ place, text }) =>
      LEFT_OUT.filter((word) => (word.where ?? [where]).includes(where) && word.pattern.test(text)).map(
        ({ say }) => `${place}: “${text.trim()}”, say ${say}`,
      ),
    );
}

describe('no word of the left-out column is', () => {
  it('in the window, in either language', () => {
    const texts = [
      ...textsOf(WORDS, 'words'),
      ...literalsOf(
        'src-renderer/evaluation/metric-words.ts',
        'src-shared/evaluation/{metrics,baselines,unknown-words}.ts',
      ),
      ...literalsOf('src-shared/platform/{budgets,checks,tables}.ts', 'src-main/desktop/words.ts'),
      ...textsOf(JSON.parse(readFileSync(path.join(ROOT, 'resources/projects.json'), 'utf8')), 'projects'),
    ];
    expect(texts.length).toBeGreaterThan(2000);
    expect(leftOutOf(texts, 'window')).toEqual([]);
  });

  it('in a problem', () => {
    expect(leftOutOf(textsOf(PROBLEMS, 'problems'), 'problems')).toEqual([]);
  });

  it('in a recipe', () => {
    expect(leftOutOf(textsOf(RECIPES, 'recipes'), 'recipes')).toEqual([]);
  });

  it('at the command line, in model cards, or in what is said of execution providers', () => {
    const texts = literalsOf(
      'src-main/cli/**/*.ts',
      'src-main/**/*command*.ts',
      'src-main/platform/cli/*.ts',
      'src-main/models/{card,usage}.ts',
      'src-main/{examples/question,training/provider-words}.ts',
    );
    expect(texts.length).toBeGreaterThan(500);
    expect(leftOutOf(texts, 'command line')).toEqual([]);
  });

  it('in the docs', () => {
    const texts = proseOf('*.md', 'docs/**/*.md', 'resources/**/*.md');
    expect(leftOutOf(texts, 'docs')).toEqual([]);
  });
});

describe('a word of the left-out column is found', () => {
  it.each(LEFT_OUT)('in “$example”', ({ example, where = ['docs'] }) => {
    expect(leftOutOf([{ place: 'here', text: example }], where[0]!)).not.toEqual([]);
  });

  it('in words that need values, in a literal and in prose, but not in code', () => {
    const texts = [
      ...textsOf({ en: { of: (name: string) => `the picture ${name}` } }, 'words'),
      ...literalsIn('here.ts', "const picture = 'a ' + `picture ${picture} of it`;"),
    ];
    expect(new Set(leftOutOf(texts, 'docs'))).toEqual(
      new Set([
        'words.en.of: “the picture x”, say image',
        'words.en.of: “the picture”, say image',
        'words.en.of: “the picture null”, say image',
        'words.en.of: “the picture x,y”, say image',
        'here.ts:1: “picture”, say image',
      ]),
    );
    expect(withoutFences('a\n```\npicture\n```\nb')).toBe('a\n\n\n\nb');
  });
});
