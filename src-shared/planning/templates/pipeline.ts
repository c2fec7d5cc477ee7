/** @file The work that every project of this kind has; a template adds its own. */
import type { LocalizedText } from '../../contract.ts';
import { metricTitle } from '../../evaluation/metrics.ts';
import type { TemplateGate, TemplateTask } from './spec.ts';

export interface Pipeline {
  /** What is labeled, e.g. “messages” and “消息”. */
  readonly samples: LocalizedText;
  /** Who uses it, e.g. “agents of the support team”. */
  readonly users: LocalizedText;
  readonly labels: number;
  /** Hours of a GPU for training. */
  readonly gpuHours: number;
}

type Hours = TemplateTask['hours'];
type Place = readonly [
  key: string,
  milestone: TemplateTask['milestone'],
  role: TemplateTask['role'],
  after?: readonly string[],
];

export function task(
  [key, milestone, role, after = []]: Place,
  hours: Hours,
  title: LocalizedText,
  more: Pick<TemplateTask, 'gpuHours' | 'skill'> = {},
): TemplateTask {
  return { key, milestone, role, after, hours, title, ...more };
}

/** From the first interview to monitoring. */
export function pipeline({ samples, users, labels, gpuHours }: Pipeline): readonly TemplateTask[] {
  const count = String(labels);
  return [
    task(
      ['interviews', 'goals', 'product'],
      [6, 10, 20],
      { en: `Interview five ${users.en}`, zh: `访谈五位${users.zh}` },
      { skill: 'interviews' },
    ),
    task(
      ['goal', 'goals', 'engineer', ['interviews']],
      [4, 8, 16],
      { en: 'Agree on metrics and their goals', zh: '商定指标与目标值' },
      { skill: 'evaluation' },
    ),
    task(
      ['law', 'goals', 'product'],
      [8, 12, 24],
      { en: 'Answer the compliance checklists', zh: '完成合规检查清单' },
      { skill: 'compliance' },
    ),
    task(
      ['collect', 'data', 'data', ['goal', 'law']],
      [16, 32, 60],
      { en: `Collect ${samples.en} with source and licence`, zh: `收集${samples.zh}并记录来源和许可` },
      { skill: 'data' },
    ),
    task(['guideline', 'data', 'product', ['goal']], [6, 10, 20], {
      en: 'Write the labeling guideline',
      zh: '编写标注规范',
    }),
    task(
      ['pilot', 'data', 'annotator', ['collect', 'guideline']],
      [4, 8, 16],
      {
        en: `Label 100 ${samples.en} twice and measure agreement`,
        zh: `双人标注 100 条${samples.zh}并度量一致性`,
      },
      { skill: 'labeling' },
    ),
    task(
      ['label', 'data', 'annotator', ['pilot']],
      [labels / 120, labels / 80, labels / 40],
      { en: `Label ${count} ${samples.en}`, zh: `标注 ${count} 条${samples.zh}` },
      { skill: 'labeling' },
    ),
    task(
      ['freeze', 'data', 'data', ['label']],
      [2, 4, 8],
      { en: 'Freeze the first version and check the split', zh: '冻结首个版本并检查划分' },
      { skill: 'data' },
    ),
    task(
      ['baseline', 'model', 'engineer', ['freeze']],
      [4, 8, 16],
      { en: 'Train a baseline', zh: '训练基线模型' },
      { skill: 'training', gpuHours: Math.ceil(gpuHours / 10) },
    ),
    task(
      ['improve', 'model', 'engineer', ['baseline']],
      [24, 48, 120],
      { en: 'Search hyperparameters and try other recipes', zh: '搜索超参数并尝试其他训练方案' },
      { skill: 'training', gpuHours },
    ),
    task(
      ['slices', 'model', 'engineer', ['improve']],
      [6, 12, 24],
      { en: 'Evaluate slices and mend the largest errors', zh: '按切片评估并处理最大误差' },
      { skill: 'evaluation' },
    ),
    task(
      ['serve', 'release', 'operations', ['slices']],
      [4, 8, 20],
      { en: 'Deploy an endpoint and measure latency', zh: '部署端点并测量延迟' },
      { skill: 'serving' },
    ),
    task(
      ['monitor', 'release', 'operations', ['serve']],
      [6, 12, 24],
      { en: 'Set alarms for drift and errors', zh: '设置漂移和错误告警' },
      { skill: 'serving' },
    ),
    task(['card', 'release', 'product', ['slices']], [4, 8, 12], {
      en: 'Write the model card and the guide for users',
      zh: '编写模型卡和用户指南',
    }),
  ];
}

export interface Goals {
  readonly labels: number;
  /** As reports name it, and the value to reach. */
  readonly metric: readonly [name: string, comparison: TemplateGate['comparison'], value: number];
  /** Milliseconds. */
  readonly p95: number;
}

/** The gates of every template: labels, law, metric, latency, errors, documents. */
/** What the goal of a model is called. @param metric its name in the table of metrics */
export function onTestSplit(metric: string): LocalizedText {
  const { en, zh } = metricTitle(metric);
  return { en: `${en} on the test split`, zh: `测试集上的${zh}` };
}

export function gates({ labels, metric: [metric, comparison, value], p95 }: Goals): readonly TemplateGate[] {
  return [
    {
      milestone: 'goals',
      name: { en: 'GDPR answered', zh: 'GDPR 清单完成' },
      fact: 'planning.compliance',
      parameters: { project: 'project', regulation: 'gdpr' },
      comparison: '>=',
      value: 1,
    },
    {
      milestone: 'data',
      name: { en: 'Labels', zh: '标注数量' },
      fact: 'labeling.labels',
      parameters: {},
      comparison: '>=',
      value: labels,
    },
    {
      milestone: 'model',
      name: onTestSplit(metric),
      fact: 'evaluation.metric',
      parameters: { split: 'test', metric },
      comparison,
      value,
    },
    {
      milestone: 'release',
      name: { en: 'p95 latency', zh: 'p95 延迟' },
      fact: 'serving.p95',
      parameters: {},
      comparison: '<=',
      value: p95,
    },
    {
      milestone: 'release',
      name: { en: 'Documentation complete', zh: '文档齐全' },
      fact: 'planning.compliance',
      parameters: { project: 'project', regulation: 'documentation' },
      comparison: '>=',
      value: 1,
    },
  ];
}
