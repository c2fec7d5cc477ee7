/** @file What each kind of work may take of the machine: one table of seconds and memory, in words. */

const GB = 1e9;

/** One row: what it is in both languages, and what it may take unless the owner says otherwise. */
interface BudgetRow {
  readonly en: string;
  readonly zh: string;
  /** Null: as long as it takes. */
  readonly seconds: number | null;
  /** Of the machine's memory; null where another row's process does this work. */
  readonly share: number | null;
  /** No more than this by default, however large the machine, in bytes. */
  readonly atMost?: number;
}

export const BUDGETS = {
  preview: { en: 'File preview', zh: '预览文件', seconds: 60, share: 0.25, atMost: GB },
  import: { en: 'File import', zh: '导入文件', seconds: 4 * 3600, share: 0.25, atMost: GB },
  freeze: { en: 'Freezing a version', zh: '冻结版本', seconds: 2 * 3600, share: 0.5, atMost: 3 * GB },
  diff: { en: 'Comparing two versions', zh: '比较两个版本', seconds: 900, share: 0.25, atMost: GB },
  export: { en: 'Data export', zh: '导出数据', seconds: 2 * 3600, share: 0.5, atMost: 3 * GB },
  train: { en: 'Training', zh: '训练', seconds: null, share: 0.75 },
  evaluate: { en: 'Evaluation', zh: '评估', seconds: 4 * 3600, share: 0.5 },
  forecast: { en: 'Forecasting a plan', zh: '预测计划', seconds: 300, share: 0.25, atMost: 2 * GB },
  weigh: { en: 'Weighing annotators', zh: '计算标注员权重', seconds: 1800, share: 0.25, atMost: 2 * GB },
  rank: { en: 'Help with labeling', zh: '标注辅助', seconds: 3600, share: 0.25, atMost: 3 * GB },
  inspect: {
    en: 'Inspecting an imported model',
    zh: '检查导入的模型',
    seconds: 120,
    share: 0.25,
    atMost: 8 * GB,
  },
  trial: { en: 'Trial run of an imported model', zh: '试运行导入的模型', seconds: 10, share: null },
  draw: { en: 'Drawing a model graph', zh: '绘制模型计算图', seconds: 60, share: 0.25, atMost: 4 * GB },
  serve: { en: 'Loading a model for inference', zh: '加载模型用于推理', seconds: 120, share: 0.5 },
  request: { en: 'One endpoint request', zh: '一次端点请求', seconds: 30, share: null },
  predict: { en: 'One prediction without an endpoint', zh: '一次不经端点的预测', seconds: 60, share: null },
  generate: { en: 'Generating the next tokens', zh: '生成后续词元', seconds: 60, share: null },
  doctor: { en: 'Health check', zh: '健康检查', seconds: 60, share: 0.25, atMost: 2 * GB },
  // SwiftShader and the like take seconds an operator.
  setup: { en: 'Setting up compute devices', zh: '设置计算设备', seconds: 600, share: 0.5 },
} as const satisfies Readonly<Record<string, BudgetRow>>;

export type BudgetName = keyof typeof BUDGETS;

export const BUDGET_NAMES = Object.keys(BUDGETS).filter((name): name is BudgetName => name in BUDGETS);

/** What work may take now. */
export interface Budget {
  /** Null: as long as it takes. */
  readonly seconds: number | null;
  /** Resident memory of its process, in bytes; null where another budget holds the process. */
  readonly memoryBytes: number | null;
}

/** What the owner may choose from: below, a worker cannot begin; above, the machine is not usable any more. */
export const LEAST_BYTES = 256e6;
export const MOST_SHARE = 0.9;
export const MOST_SECONDS = 7 * 24 * 3600;

/** All workers together; the rest is for the system, the workbench and what else people do. */
export const TOGETHER_SHARE = 0.8;

/** What work may take on a machine of so much memory, unless the owner says otherwise. */
export function defaultBudget(name: BudgetName, machineBytes: number): Budget {
  const { seconds, share, atMost = Infinity }: BudgetRow = BUDGETS[name];
  const memoryBytes = share === null ? null : Math.max(LEAST_BYTES, Math.min(share * machineBytes, atMost));
  return { seconds, memoryBytes: memoryBytes && Math.floor(memoryBytes / 1e6) * 1e6 };
}

/** A budget's name as it stands in {work} of a problem: the English one, which crosses the wire, or the Chinese one. */
export function workIn(language: 'en' | 'zh', work: string): string {
  if (language === 'en') return work;
  return Object.values(BUDGETS).find(({ en }) => en === work)?.zh ?? work;
}
