/** @file What a plan says that cannot hold: the schedule is computed all the same, and each such thing is told with its reason. */
import { fill, type ProblemParameters } from '../../platform/problem.ts';

/** A warning about a task. `{task}` and the names in the parameters are titles; moments are `2026-03-02T09:00`. */
export interface PlanWarning {
  readonly kind: WarningKind;
  /** The id of the task. */
  readonly task: string;
  readonly parameters: ProblemParameters;
}

export const WARNINGS = {
  /** A deadline or finish-no-later-than is before the finish. */
  deadlineMissed: {
    en: '“{task}” finishes on {finish}, after its deadline of {date}.',
    zh: '“{task}”将于 {finish} 完成，晚于截止时间 {date}。',
  },
  finishMissed: {
    en: '“{task}” finishes on {finish}; it must finish no later than {date}.',
    zh: '“{task}”将于 {finish} 完成，而它必须在 {date} 之前完成。',
  },
  startMissed: {
    en: '“{task}” must start on {date}, but can only start on {start}.',
    zh: '“{task}”必须在 {date} 开始，但最早只能在 {start} 开始。',
  },
  /** No working time is left for it in its calendars. */
  noWorkingTime: {
    en: '“{task}” cannot be placed: the calendar “{calendar}” has no working time left for it.',
    zh: '无法安排“{task}”：日历“{calendar}”已没有可用的工作时间。',
  },
  waitsForUnplaced: {
    en: '“{task}” cannot be placed: it waits for “{other}”, which cannot be placed.',
    zh: '无法安排“{task}”：它依赖的“{other}”无法安排。',
  },
  /** More units than a resource has. */
  overCapacity: {
    en: '“{task}” cannot be levelled: it needs {units} of “{resource}”, which has {capacity}.',
    zh: '无法平衡“{task}”：它需要 {units} 单位的“{resource}”，而容量只有 {capacity}。',
  },
  noOneSkilled: {
    en: '“{task}” cannot be levelled: too few people have the skill “{skill}” with {units} of their time.',
    zh: '无法平衡“{task}”：具备技能“{skill}”且能投入 {units} 的人员不足。',
  },
  /** Begun or finished out of the order of its dependencies. */
  outOfOrder: {
    en: '“{task}” started on {start}, before its dependencies allow ({date}).',
    zh: '“{task}”已于 {start} 开始，早于其依赖允许的时间（{date}）。',
  },
  /** Percent done without an actual start, or all done without an actual finish. */
  actualsMissing: {
    en: '“{task}” is {percent} % done without an actual {field}; the planned one is taken.',
    zh: '“{task}”已完成 {percent}%，但缺少实际{field}；按计划时间计算。',
  },
  /** A summary task with something that only tasks without sub-tasks have. */
  summaryIgnored: {
    en: '“{task}” has sub-tasks; its own {field} is not counted.',
    zh: '“{task}”包含子任务；其自身的 {field} 不计入。',
  },
} as const;

export type WarningKind = keyof typeof WARNINGS;

/** A warning as a sentence. */
export function warningText({ kind, parameters }: PlanWarning, language: 'en' | 'zh'): string {
  return fill(WARNINGS[kind][language], parameters);
}
