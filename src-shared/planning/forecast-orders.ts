/** @file What a forecast takes for granted of people who have several tasks at once. Free of schemas: the window reads it, too. */
import type { LocalizedText } from '../platform/procedure.ts';

/**
 * `levelled`: that they do them one after another in the order that levelling chose; `dependencies`: that nothing but dependencies
 * makes a task wait.
 */
export const FORECAST_ORDERS = ['levelled', 'dependencies'] as const;
export type ForecastOrder = (typeof FORECAST_ORDERS)[number];

/** Said with every forecast. */
export const ORDER_WORDS: Readonly<Record<ForecastOrder, LocalizedText>> = {
  levelled: {
    en: 'Each person does their tasks one after another, in the order of the levelling.',
    zh: '每个人按资源平衡后的顺序逐个完成任务。',
  },
  dependencies: {
    en: 'The plan is not levelled: only dependencies make a task wait, even where one person has several.',
    zh: '计划未做资源平衡：只有依赖会让任务等待，同一人的多个任务视为同时进行。',
  },
};
