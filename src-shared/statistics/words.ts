/** @file What statistics say in words, for the window and the command line alike. */
import type { LocalizedText } from '../platform/procedure.ts';
import type { Inapplicable } from './outcome.ts';

/** Why a statistic does not apply, as a sentence. */
export function whyInapplicable(why: Inapplicable): LocalizedText {
  switch (why.reason) {
    case 'tooFewValues':
      return {
        en: `Too few values: ${why.have} of at least ${why.needed}.`,
        zh: `数值太少：只有 ${why.have} 个，至少需要 ${why.needed} 个。`,
      };
    case 'tooFewPairs':
      return {
        en: `Too few pairs that differ: ${why.have} of at least ${why.needed}. With fewer, nothing can be significant at 5 %.`,
        zh: `有差异的配对太少：只有 ${why.have} 对，至少需要 ${why.needed} 对，否则不可能在 5% 水平上显著。`,
      };
    case 'allEqual':
      return { en: 'All values are equal.', zh: '所有数值都相等。' };
    case 'noDisagreement':
      return {
        en: 'Both models are right and wrong on the same samples.',
        zh: '两个模型在相同的样本上对、在相同的样本上错。',
      };
    case 'oneClass':
      return { en: 'All samples are of one class.', zh: '所有样本都属于同一类别。' };
    case 'noVariance':
      return { en: 'The difference does not vary over the samples.', zh: '差异在样本之间没有变化。' };
    case 'notFinite':
      return { en: 'Some values are not finite numbers.', zh: '有些数值不是有限数。' };
  }
}

/** `p = 0.012`; what is smaller than .001 only says so. */
export function pValueText(p: number): string {
  if (p < 0.001) return 'p < 0.001';
  return `p = ${p >= 0.1 ? p.toFixed(2) : p.toFixed(3)}`;
}
