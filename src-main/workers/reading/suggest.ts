/** @file Which columns look like the text and the label, and which language the text is in. */
import type { LANGUAGES } from '../../../src-shared/contract/index.ts';

const TEXT_NAMES =
  /^(text|texts|message|messages|content|body|sms|mail|email|review|comment|sentence|document|title|v2|文本|内容|正文|消息|短信|评论|句子)$/i;
const LABEL_NAMES =
  /^(label|labels|class|classes|category|target|tag|topic|sentiment|type|is_?spam|spam|y|v1|标签|类别|分类|类型)$/i;
const MOST_LABELS = 50;

/** Whether a column is called as columns of text are. */
export const isTextName = (name: string): boolean => TEXT_NAMES.test(name);

interface ColumnLook {
  readonly name: string;
  readonly filled: number;
  readonly distinct: number;
  readonly meanLength: number;
}

export interface Suggestion {
  readonly text: string | null;
  readonly label: string | null;
  readonly language: (typeof LANGUAGES)[number];
}

/** Judges by names first, then by looks: a label has few values that come again, a text is the longest of the others. */
export function suggestColumns(
  columns: readonly string[],
  rows: readonly (readonly (string | null)[])[],
): Suggestion {
  const looks = columns.map((name, i) => lookOf(name, rows, i));
  const longest = looks.filter(({ filled }) => filled > 0).sort((a, b) => b.meanLength - a.meanLength);
  const text = looks.find(({ name }) => TEXT_NAMES.test(name)) ?? longest[0];
  const others = looks.filter((look) => look !== text && look.filled > 0);
  const fewValues = others
    .filter(({ distinct, filled }) => distinct <= MOST_LABELS && distinct <= filled / 2)
    .sort((a, b) => a.distinct - b.distinct);
  const label = others.find(({ name }) => LABEL_NAMES.test(name)) ?? fewValues.find((l) => l.distinct > 1);
  const texts = text ? rows.map((row) => row[columns.indexOf(text.name)] ?? '') : [];
  return { text: text?.name ?? null, label: label?.name ?? null, language: languageOf(texts) };
}

function lookOf(name: string, rows: readonly (readonly (string | null)[])[], i: number): ColumnLook {
  const values = rows.map((row) => row[i]?.trim() ?? '').filter((value) => value !== '');
  const length = values.reduce((sum, value) => sum + value.length, 0);
  return {
    name,
    filled: values.length,
    distinct: new Set(values).size,
    meanLength: values.length > 0 ? length / values.length : 0,
  };
}

/** Chinese when at least a tenth of the letters are Han: they say more each than Latin ones. */
function languageOf(texts: readonly string[]): 'en' | 'zh' {
  const text = texts.join('\n');
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = text.match(/\p{Letter}/gu)?.length ?? 0;
  return letters > 0 && han / letters >= 0.1 ? 'zh' : 'en';
}
