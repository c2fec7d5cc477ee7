/** @file What is wrong with a plan so that it cannot be computed: typed, in both languages, naming what is at fault. */
import { fill, type ProblemParameters, type Problems } from '../../platform/problem.ts';

/** The room planning lists these among its problems, so an error of the engine becomes an `AppError` of the same key. */
export const engineProblems = {
  'planning.calendarWeek': {
    code: 'BAD_INPUT',
    en: {
      message: 'The week of the calendar “{calendar}” has {days} days.',
      hint: 'Give hours for 7 days, Monday first; a day without work has an empty list.',
    },
    zh: {
      message: '日历“{calendar}”的一周有 {days} 天。',
      hint: '请给出 7 天的工作时间（从星期一开始）；不工作的日子用空列表。',
    },
  },
  'planning.calendarHours': {
    code: 'BAD_INPUT',
    en: {
      message: 'The calendar “{calendar}” has working hours from minute {from} to minute {to} of the day.',
      hint: 'Working hours begin before they end and lie within 0 and 1440; give a night shift as two parts.',
    },
    zh: {
      message: '日历“{calendar}”的工作时间为当天第 {from} 分钟到第 {to} 分钟。',
      hint: '工作时间的开始须早于结束，且在 0 到 1440 之间；夜班请分成两段。',
    },
  },
  'planning.calendarDates': {
    code: 'BAD_INPUT',
    en: {
      message: 'The calendar “{calendar}” has an exception or a time off whose dates are impossible.',
      hint: 'Give a beginning before the end, at most 100 years apart.',
    },
    zh: {
      message: '日历“{calendar}”中有例外或休假的日期无效。',
      hint: '开始日期须早于结束日期，且相隔不超过 100 年。',
    },
  },
  'planning.calendarEmpty': {
    code: 'BAD_INPUT',
    en: {
      message: 'The calendar “{calendar}” has no working time.',
      hint: 'Give at least one day of its week working hours.',
    },
    zh: { message: '日历“{calendar}”没有任何工作时间。', hint: '请至少为一周中的一天设置工作时间。' },
  },
  'planning.idTwice': {
    code: 'BAD_INPUT',
    en: {
      message: 'The id “{id}” is used twice.',
      hint: 'Give each calendar, resource and task its own id.',
    },
    zh: { message: '编号“{id}”被使用了两次。', hint: '每个日历、资源和任务都需要各自的编号。' },
  },
  'planning.missing': {
    code: 'NOT_FOUND',
    en: {
      message: '“{of}” refers to “{id}”, which is not in the plan.',
      hint: 'It may have been deleted. Choose another one, or remove the reference.',
    },
    zh: { message: '“{of}”引用的“{id}”不在计划中。', hint: '它可能已被删除。请另选一个，或去掉该引用。' },
  },
  'planning.notANumber': {
    code: 'BAD_INPUT',
    en: {
      message: 'The {field} of “{task}” is {value}.',
      hint: 'Give a number that is not negative; moments are whole minutes.',
    },
    zh: { message: '“{task}”的 {field} 为 {value}。', hint: '请填写非负数；时刻须为整分钟。' },
  },
  'planning.cycle': {
    code: 'BAD_INPUT',
    en: {
      message: 'These tasks wait for each other: {tasks}.',
      hint: 'Remove one of the dependencies between them.',
    },
    zh: { message: '这些任务相互等待：{tasks}。', hint: '请删除其中的一个依赖。' },
  },
  'planning.parentCycle': {
    code: 'BAD_INPUT',
    en: { message: 'These tasks contain each other: {tasks}.', hint: 'Move one of them out of the others.' },
    zh: { message: '这些任务相互包含：{tasks}。', hint: '请将其中一个移出。' },
  },
  'planning.summaryDependency': {
    code: 'BAD_INPUT',
    en: {
      message: '“{task}” has sub-tasks, so no dependency can set its finish ({type} from “{from}”).',
      hint: 'Use FS or SS, or let the dependency lead to a sub-task.',
    },
    zh: {
      message: '“{task}”包含子任务，不能用依赖约束其完成时间（来自“{from}”的 {type}）。',
      hint: '请改用 FS 或 SS，或将依赖指向子任务。',
    },
  },
  'planning.finishBeforeStart': {
    code: 'BAD_INPUT',
    en: {
      message: '“{task}” has an actual finish before its actual start.',
      hint: 'Correct one of the two dates.',
    },
    zh: { message: '“{task}”的实际完成时间早于实际开始时间。', hint: '请改正其中一个日期。' },
  },
  'planning.estimate': {
    code: 'BAD_INPUT',
    en: {
      message: 'The estimate of “{task}” cannot be sampled: {why}.',
      hint: 'Give optimistic ≤ most likely ≤ pessimistic, rates above 0, and at least one measured ratio.',
    },
    zh: {
      message: '无法对“{task}”的估算进行抽样：{why}。',
      hint: '请保证 乐观值 ≤ 最可能值 ≤ 悲观值、速率大于 0，并至少有一个实测比值。',
    },
  },
  'planning.trials': {
    code: 'BAD_INPUT',
    en: { message: 'A forecast of {trials} trials is not possible.', hint: 'Ask for 1 to 1,000,000.' },
    zh: { message: '无法进行 {trials} 次试算的预测。', hint: '请输入 1 到 1,000,000。' },
  },
} as const satisfies Problems;

export type EngineProblem = keyof typeof engineProblems;

/** An error of the engine; `key` and `parameters` are those of an `AppError`. `ids` are what is at fault, for marking it. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
  readonly key: EngineProblem;
  readonly parameters: ProblemParameters;
  readonly ids: readonly string[];

  constructor(key: EngineProblem, parameters: ProblemParameters, ids: readonly string[] = []) {
    super(fill(engineProblems[key].en.message, parameters));
    this.key = key;
    this.parameters = parameters;
    this.ids = ids;
  }
}
