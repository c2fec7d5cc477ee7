/** @file What is told at a task: what the schedule could not take over of its document, and what the engine warns of. */
import { fill, type ProblemParameters } from '../platform/problem.ts';
import { warningText, type PlanWarning } from './engine/index.ts';

export const INPUT_WARNINGS = {
  notEstimated: {
    en: '“{task}” has no estimate; it is counted as {hours} hours.',
    zh: '“{task}”没有估算，按 {hours} 小时计算。',
  },
  ownerMissing: {
    en: 'An owner of “{task}” is not in the team any more. Choose another one.',
    zh: '“{task}”的一位负责人已不在团队中，请另选。',
  },
  ownerIdle: {
    en: '{person} has no working time for “{task}”: the capacity is 0.',
    zh: '{person} 没有时间做“{task}”：其投入比例为 0。',
  },
  parentMissing: {
    en: 'The task that “{task}” belonged to is gone; it stands alone.',
    zh: '“{task}”的上级任务已删除，现按独立任务处理。',
  },
  dependencyMissing: {
    en: '“{task}” waits for a task that is gone. Remove the dependency.',
    zh: '“{task}”依赖的任务已删除，请去掉该依赖。',
  },
  dependencyOfSummary: {
    en: '“{task}” has sub-tasks, so its finish cannot wait for “{other}” ({type}). Use FS or SS, or a sub-task.',
    zh: '“{task}”包含子任务，其完成时间不能依赖“{other}”（{type}）。请改用 FS 或 SS，或指向子任务。',
  },
  noMachine: {
    en: '“{task}” needs {hours} GPU hours, but the plan has no machine.',
    zh: '“{task}”需要 {hours} GPU 小时，但计划中没有机器。',
  },
} as const;

export type InputWarningKind = keyof typeof INPUT_WARNINGS;

export interface InputWarning {
  readonly kind: InputWarningKind;
  /** The id of the task or milestone. */
  readonly task: string;
  readonly parameters: ProblemParameters;
}

const isOfInput = (warning: InputWarning | PlanWarning): warning is InputWarning =>
  Object.hasOwn(INPUT_WARNINGS, warning.kind);

/** A warning as a sentence. */
export function sayWarning(warning: InputWarning | PlanWarning, language: 'en' | 'zh'): string {
  if (isOfInput(warning)) return fill(INPUT_WARNINGS[warning.kind][language], warning.parameters);
  // Moments are told as people write them, without the T between day and hour.
  return warningText(warning, language).replace(/(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/g, '$1 $2');
}

/** The warnings of each task, by id. */
export function warningsByTask<Warning extends { readonly task: string }>(
  warnings: readonly Warning[],
): ReadonlyMap<string, readonly Warning[]> {
  return Map.groupBy(warnings, ({ task }) => task);
}
