/** @file The columns of a plan as CSV: every field of tasks and milestones, and by which other names files have them. */

export const COLUMNS_OF_CSV = [
  'id',
  'type',
  'title',
  'text',
  'parent',
  'milestones',
  'column',
  'priority',
  'owners',
  'optimistic',
  'likely',
  'pessimistic',
  'done',
  'start',
  'due',
  'actualStart',
  'actualFinish',
  'after',
  'labels',
  'skill',
  'gpuHours',
  'checklist',
  'links',
  'recurrence',
  'measured',
  'blockedBy',
  'levelled',
  'rank',
] as const;
export type CsvColumn = (typeof COLUMNS_OF_CSV)[number];

const ALIASES: Readonly<Partial<Record<CsvColumn, readonly string[]>>> = {
  id: ['key', 'uid', 'unique id', '编号'],
  type: ['kind', '类型'],
  title: ['name', 'task', 'task name', 'summary', 'subject', '标题', '任务', '任务名称', '名称'],
  text: ['description', 'notes', 'details', '描述', '说明', '备注'],
  parent: ['parent id', 'parent task', '父任务'],
  milestones: ['milestone', '里程碑'],
  column: ['status', 'state', 'list', '状态'],
  priority: ['优先级'],
  owners: [
    'owner',
    'assignee',
    'assignees',
    'assigned to',
    'resource names',
    'resources',
    '负责人',
    '资源名称',
  ],
  optimistic: ['best case', '乐观'],
  likely: [
    'hours',
    'effort',
    'estimate',
    'work',
    'estimated hours',
    'effort (h)',
    '工时',
    '工时（小时）',
    '估算',
  ],
  pessimistic: ['worst case', '悲观'],
  done: ['% complete', 'percent complete', 'progress', '% done', '完成百分比', '进度'],
  start: ['start date', 'begin', '开始', '开始时间', '开始日期'],
  due: ['due date', 'finish', 'end', 'end date', 'deadline', '截止', '截止日期', '完成时间'],
  actualStart: ['actual start', '实际开始'],
  actualFinish: ['actual finish', 'completed at', '实际完成'],
  after: ['predecessors', 'depends on', 'dependencies', '前置任务', '依赖'],
  labels: ['label', 'tags', 'tag', '标签'],
  skill: ['技能'],
  gpuHours: ['gpu hours'],
  blockedBy: ['blocked by', '阻塞'],
};

const BY_NAME: ReadonlyMap<string, CsvColumn> = new Map(
  COLUMNS_OF_CSV.flatMap((column) =>
    [column, ...(ALIASES[column] ?? [])].map((name) => [name.toLowerCase(), column] as const),
  ),
);

export const columnOf = (header: string): CsvColumn | undefined => BY_NAME.get(header.trim().toLowerCase());

/** Names of others for the columns of the board. */
const STATES: readonly (readonly [RegExp, string])[] = [
  [/^(done|closed?|resolved|complete[d]?|finished|完成|已完成|已关闭)$/i, 'done'],
  [/review|test|qa|verif|评审|测试|验证/i, 'review'],
  [/progress|doing|active|started|进行|处理中/i, 'doing'],
  [/ready|selected|next|就绪|待处理/i, 'ready'],
  [/done|finished|shipped/i, 'done'],
  [/to.?do|open|backlog|new|not started|待办|未开始|打开/i, 'backlog'],
];

/** The column of the board that a state of another program is nearest to. */
export const boardColumnOf = (state: string): string | undefined =>
  STATES.find(([pattern]) => pattern.test(state.trim()))?.[1];

/** Priorities of other programs; what says none is normal. */
export function priorityOf(name: string): string | undefined {
  const text = name.trim().toLowerCase();
  if (/^(highest|blocker|critical|urgent|p0|紧急|最高)$/.test(text)) return 'urgent';
  if (/^(high|major|important|p1|高)$/.test(text)) return 'high';
  if (/^(low|lowest|minor|trivial|p3|p4|低|最低)$/.test(text)) return 'low';
  return /^(normal|medium|none|p2|中|普通|)$/.test(text) ? 'normal' : undefined;
}
