/** @file What an answer is told with where its row was taken otherwise than it may have been meant. */
import type { LocalizedText, PredictionWarning } from '../contract.ts';

/** So many categories are few enough to be named, in a warning of one that is none of them. */
export const FEW_CATEGORIES = 20;

type Untold = Omit<PredictionWarning, 'message'>;

/** A warning in words. */
export function warningInWords({ problem, ...warning }: Untold): LocalizedText {
  return problem === 'missing' ? missing(warning) : unknown(warning);
}

function missing({ field }: Pick<Untold, 'field'>): LocalizedText {
  return {
    en: `The field “${field}” was not given and counts as missing.`,
    zh: `未提供字段“${field}”，按缺失值处理。`,
  };
}

function unknown({ field, value, known, categories }: Omit<Untold, 'problem'>): LocalizedText {
  const names = known.map((name) => `“${name}”`);
  const all = known.length === categories;
  const en = all ? 'Known' : `Closest of ${categories} known`;
  const zh = all ? '已知类别' : `共 ${categories} 个已知类别，最接近的是`;
  return {
    en: `The field “${field}” is “${value}”, a category that the model has not learned; it counts as unknown.${names.length > 0 ? ` ${en}: ${names.join(', ')}.` : ''}`,
    zh: `字段“${field}”的值“${value}”不是模型学过的类别，按未知类别处理。${names.length > 0 ? `${zh}：${names.join('、')}。` : ''}`,
  };
}
