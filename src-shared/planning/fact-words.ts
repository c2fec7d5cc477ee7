/** @file How facts, conditions and their values read, in both languages: in the window, the report and the command line. */
import { metricTitle } from '../evaluation/metrics.ts';
import { MEASURE_TITLES, type Measure } from '../labeling/agreement/measures.ts';
import type { LocalizedText } from '../platform/procedure.ts';
import { fill } from '../platform/problem.ts';
import type { Condition, FactReference } from './kinds/values.ts';

export type Language = keyof LocalizedText;
/** What people call what a parameter names by id; the id itself where nobody knows. */
export type Names = (parameter: string, id: string) => string;

interface FactWords {
  /** In a list of facts. */
  readonly title: LocalizedText;
  /** Of its parameters: `{dataset}` stands for a name. */
  readonly text: LocalizedText;
}

/** By name of a fact; one that is not here reads as its name and its parameters. */
const FACTS: Readonly<Record<string, FactWords>> = {
  'labeling.labels': {
    title: { en: 'Labeled samples', zh: '已标注样本数' },
    text: { en: 'Labeled samples of {dataset}', zh: '{dataset} 的已标注样本数' },
  },
  'labeling.share': {
    title: { en: 'Share of samples labeled', zh: '已标注比例' },
    text: { en: 'Share of {dataset} labeled', zh: '{dataset} 的已标注比例' },
  },
  'labeling.ofClass': {
    title: { en: 'Labels of a class', zh: '某类别的标注数' },
    text: { en: 'Labels “{label}” of {dataset}', zh: '{dataset} 中“{label}”的标注数' },
  },
  'labeling.agreement': {
    title: { en: 'Inter-annotator agreement', zh: '标注一致性' },
    text: { en: '{measure} between the annotators of {task}', zh: '{task} 标注员之间的{measure}' },
  },
  'labeling.selfAgreement': {
    title: { en: 'Intra-annotator agreement', zh: '标注员自身一致性' },
    text: {
      en: '{measure} of the annotators of {task} with themselves',
      zh: '{task} 标注员与自己的{measure}',
    },
  },
  'labeling.perHour': {
    title: { en: 'Labeling pace', zh: '标注速度' },
    text: { en: 'Answers per hour of {task}', zh: '{task} 每小时的答案数' },
  },
  'labeling.medianSeconds': {
    title: { en: 'Median time per item', zh: '每项用时中位数' },
    text: { en: 'Median seconds per item of {task}', zh: '{task} 每项用时的中位数（秒）' },
  },
  'labeling.daysLeft': {
    title: { en: 'Days until labeled (P90)', zh: '标注完成所需天数（P90）' },
    text: { en: 'Days until {task} is labeled (P90)', zh: '{task} 标注完成所需天数（P90）' },
  },
  'labeling.balance': {
    title: { en: 'Class balance', zh: '类别均衡度' },
    text: { en: 'Class balance of {task}', zh: '{task} 的类别均衡度' },
  },
  'evaluation.metric': {
    title: { en: 'Metric of a model', zh: '模型指标' },
    text: { en: '{metric} of {model} on {split}', zh: '{model} 在{split}上的{metric}' },
  },
  'evaluation.bestMetric': {
    title: { en: 'Metric of the best model', zh: '最佳模型的指标' },
    text: {
      en: '{metric} of the best model of {dataset} on {split}',
      zh: '{dataset} 的最佳模型在{split}上的{metric}',
    },
  },
  'evaluation.servedMetric': {
    title: { en: 'Metric of the deployed model', zh: '已部署模型的指标' },
    text: {
      en: '{metric} of the model at endpoint {endpoint} on {split}',
      zh: '端点 {endpoint} 上的模型在{split}上的{metric}',
    },
  },
  'models.size': {
    title: { en: 'Size of a model', zh: '模型大小' },
    text: { en: 'Size of {model}', zh: '{model} 的大小' },
  },
  'models.inStage': {
    title: { en: 'Versions in a stage', zh: '处于某阶段的版本数' },
    text: { en: 'Versions of {registered} in stage {stage}', zh: '{registered} 处于“{stage}”阶段的版本数' },
  },
  'models.aliased': {
    title: { en: 'Versions with an alias', zh: '带有某别名的版本数' },
    text: {
      en: 'Versions of {registered} with the alias {alias}',
      zh: '{registered} 带有别名 {alias} 的版本数',
    },
  },
  'search.best': {
    title: { en: 'Best result of a search', zh: '超参数搜索的最佳结果' },
    text: { en: 'Best result of {search}', zh: '{search} 的最佳结果' },
  },
  'search.state': {
    title: { en: 'State of a search', zh: '超参数搜索的状态' },
    text: { en: 'State of {search}', zh: '{search} 的状态' },
  },
  'tracking.state': {
    title: { en: 'State of a run', zh: '运行状态' },
    text: { en: 'State of run {run}', zh: '运行 {run} 的状态' },
  },
  'serving.p95': {
    title: { en: 'Latency of an endpoint (p95)', zh: '端点延迟（p95）' },
    text: { en: 'p95 latency of {endpoint}', zh: '{endpoint} 的 p95 延迟' },
  },
  'serving.errors': {
    title: { en: 'Errors of an endpoint', zh: '端点错误数' },
    text: { en: 'Errors of {endpoint}', zh: '{endpoint} 的错误数' },
  },
  'serving.requests': {
    title: { en: 'Requests to an endpoint', zh: '端点请求数' },
    text: { en: 'Requests to {endpoint}', zh: '{endpoint} 的请求数' },
  },
  'planning.compliance': {
    title: { en: 'Checklist met', zh: '合规清单完成度' },
    text: { en: 'Share of the checklist {regulation} met', zh: '{regulation} 清单完成比例' },
  },
};

const REGULATIONS: Readonly<Record<string, LocalizedText>> = {
  gdpr: { en: 'GDPR', zh: 'GDPR' },
  pipl: { en: 'PIPL', zh: '个人信息保护法' },
  'eu-ai-act': { en: 'EU AI Act', zh: '欧盟人工智能法' },
  documentation: { en: 'Documentation', zh: '文档' },
};

/** What a law's checklist is called. */
export const regulationName = (regulation: string, language: Language): string =>
  REGULATIONS[regulation]?.[language] ?? regulation;

/** Stands for what is not chosen yet. */
const NOT_CHOSEN = '…';

const SPLITS: Readonly<Record<string, LocalizedText>> = {
  train: { en: 'the training split', zh: '训练集' },
  validation: { en: 'the validation split', zh: '验证集' },
  test: { en: 'the test split', zh: '测试集' },
};

/** Stages of registered versions, within a sentence. */
const STAGES: Readonly<Record<string, LocalizedText>> = {
  none: { en: 'none', zh: '无' },
  candidate: { en: 'candidate', zh: '候选' },
  staging: { en: 'staging', zh: '预发布' },
  production: { en: 'production', zh: '生产' },
  retired: { en: 'retired', zh: '已退役' },
};

/** What a stage is called within a sentence. */
export const stageName = (stage: string, language: Language): string => STAGES[stage]?.[language] ?? stage;

const STATES: Readonly<Record<string, LocalizedText>> = {
  running: { en: 'running', zh: '运行中' },
  stopped: { en: 'stopped', zh: '已停止' },
  interrupted: { en: 'interrupted', zh: '已中断' },
  finished: { en: 'finished', zh: '已完成' },
  failed: { en: 'failed', zh: '失败' },
  waiting: { en: 'waiting', zh: '等待中' },
  paused: { en: 'paused', zh: '已暂停' },
};

/** A fact in a list to choose from. */
export const factTitle = (fact: string, language: Language): string => FACTS[fact]?.title[language] ?? fact;

/** `Accuracy of the best model of mail on the test split`. */
export function factText({ fact, parameters }: FactReference, names: Names, language: Language): string {
  const words = FACTS[fact];
  if (!words) return [fact, ...Object.values(parameters)].join(' · ');
  const open = [...words.text[language].matchAll(/\{(\w+)\}/gu)].map(([, name]) => [name!, NOT_CHOSEN]);
  const said = Object.fromEntries([
    ...open,
    ...Object.entries(parameters).map(([name, value]) => {
      if (name === 'regulation') return [name, regulationName(value, language)];
      if (name === 'measure') return [name, MEASURE_TITLES[value as Measure]?.[language] ?? value];
      if (name === 'metric') return [name, metricTitle(value)[language]];
      if (name === 'stage') return [name, stageName(value, language)];
      if (name === 'split') return [name, SPLITS[value]?.[language] ?? value];
      return [name, names(name, value)];
    }),
  ]) as Record<string, string>;
  return fill(words.text[language], said);
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** How a unit is written behind a number, and what the number is divided by before. */
interface UnitWords {
  readonly scale: number;
  readonly text: LocalizedText;
  /** English, behind a 1. */
  readonly one?: string;
}

const UNITS: Readonly<Record<string, UnitWords>> = {
  /** From 0 to 1, and read in percent. */
  share: { scale: 0.01, text: { en: '%', zh: '%' } },
  ms: { scale: 1, text: { en: 'ms', zh: '毫秒' } },
  bytes: { scale: 1e6, text: { en: 'MB', zh: 'MB' } },
  samples: { scale: 1, text: { en: 'samples', zh: '个样本' }, one: 'sample' },
  versions: { scale: 1, text: { en: 'versions', zh: '个版本' }, one: 'version' },
  s: { scale: 1, text: { en: 's', zh: '秒' } },
  days: { scale: 1, text: { en: 'days', zh: '天' }, one: 'day' },
  'answers/h': { scale: 1, text: { en: 'answers per hour', zh: '个答案/小时' } },
  requests: { scale: 1, text: { en: 'requests', zh: '次请求' }, one: 'request' },
};

/** What people type and read a value in: bytes as MB. 1 where they take it as it is. */
export const scaleOf = (unit: string): number => UNITS[unit]?.scale ?? 1;

/** The unit as it stands behind a number; empty for shares and scores. */
export const unitText = (unit: string, language: Language): string => UNITS[unit]?.text[language] ?? '';

/** `0.9143`, `1,204 samples`, `4.2 MB`, `finished`; `–` where there is none. */
export function valueText(value: number | string | null, unit: string, language: Language): string {
  if (value === null) return '–';
  if (typeof value === 'string') return STATES[value]?.[language] ?? value;
  const number = new Intl.NumberFormat(LOCALES[language], { maximumSignificantDigits: 4 }).format(
    value / scaleOf(unit),
  );
  const exact =
    Number.isInteger(value) && scaleOf(unit) === 1 ? value.toLocaleString(LOCALES[language]) : number;
  const one = language === 'en' && Math.abs(value) === 1 ? UNITS[unit]?.one : undefined;
  return [exact, one ?? unitText(unit, language)].filter(Boolean).join(' ');
}

const SIGNS: Readonly<Record<Condition['comparison'], string>> = {
  '>=': '≥',
  '<=': '≤',
  '>': '>',
  '<': '<',
  '=': '=',
  '!=': '≠',
};

/** `≥ 0.9`. */
export function wantedText(
  { comparison, value }: Pick<Condition, 'comparison' | 'value'>,
  unit: string,
  language: Language,
): string {
  return `${SIGNS[comparison]} ${valueText(value, unit, language)}`;
}

/** The states that a fact of states can have. */
export const STATE_NAMES = Object.keys(STATES);
