/** @file Which measures of agreement there are, and of which kinds of task each can be taken. Free of schemas. */
import type { LocalizedText } from '../../platform/procedure.ts';
import type { TaskKind } from '../tasks/kinds.ts';

export const MEASURES = [
  'percent',
  'cohenKappa',
  'fleissKappa',
  'alphaNominal',
  'alphaOrdinal',
  'alphaInterval',
  'spanF1',
  'meanIou',
] as const;
/**
 * - `percent`: the share of pairs of answers that say the same.
 * - `cohenKappa`: of two people; the mean over all pairs of people where it is told of a task.
 * - `fleissKappa`: of all people, over the items that as many of them answered as most items.
 * - `alphaNominal`, `alphaOrdinal`, `alphaInterval`: Krippendorff's alpha with that distance; items may lack answers.
 * - `spanF1`: equal spans (start, end, class), all items together.
 * - `meanIou`: regions of one class matched by their overlap; a region without a partner counts 0.
 */
export type Measure = (typeof MEASURES)[number];

/** Total. */
export const MEASURE_TITLES: Readonly<Record<Measure, LocalizedText>> = {
  percent: { en: 'Agreement', zh: '一致率' },
  cohenKappa: { en: 'Cohen’s κ', zh: 'Cohen κ' },
  fleissKappa: { en: 'Fleiss’ κ', zh: 'Fleiss κ' },
  alphaNominal: { en: 'Krippendorff’s α (nominal)', zh: 'Krippendorff α（名义）' },
  alphaOrdinal: { en: 'Krippendorff’s α (ordinal)', zh: 'Krippendorff α（有序）' },
  alphaInterval: { en: 'Krippendorff’s α (interval)', zh: 'Krippendorff α（间隔）' },
  spanF1: { en: 'Span F1', zh: '片段 F1' },
  meanIou: { en: 'Mean IoU', zh: '平均 IoU' },
};

/** Total: the first is the one shown where there is room for one. */
export const MEASURES_OF: Readonly<Record<TaskKind, readonly Measure[]>> = {
  classification: ['cohenKappa', 'percent', 'fleissKappa', 'alphaNominal'],
  multilabel: ['alphaNominal', 'percent', 'cohenKappa', 'fleissKappa'],
  rating: ['alphaInterval', 'alphaOrdinal', 'alphaNominal', 'percent', 'cohenKappa', 'fleissKappa'],
  spans: ['spanF1', 'percent'],
  regions: ['meanIou', 'percent'],
  preference: ['cohenKappa', 'percent', 'fleissKappa', 'alphaNominal'],
  text: ['percent'],
};
