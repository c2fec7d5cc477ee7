/** @file Alerts in words, in both languages: for the window, the command line and the local command. */
import type { LocalizedText } from '../../platform/procedure.ts';
import { metricTitle, parseMetric } from '../../evaluation/metrics.ts';
import type { Alert, AlertCondition, AlertEvidence } from './contract.ts';
import type { EndedState } from './values.ts';

const STATES: Readonly<Record<EndedState, LocalizedText>> = {
  finished: { en: 'finished', zh: '已完成' },
  failed: { en: 'failed', zh: '失败' },
  crashed: { en: 'crashed', zh: '已崩溃' },
  stopped: { en: 'stopped', zh: '已停止' },
  interrupted: { en: 'interrupted', zh: '已中断' },
};

const SPLITS: Readonly<Record<string, LocalizedText>> = {
  train: { en: 'training', zh: '训练' },
  validation: { en: 'validation', zh: '验证' },
  test: { en: 'test', zh: '测试' },
};

/** `validation.loss` as `Loss (validation)`. */
function metricWords(name: string): LocalizedText {
  const { split, metric } = parseMetric(name);
  const title = metricTitle(metric);
  if (!split) return title;
  const on = SPLITS[split] ?? { en: split, zh: split };
  return { en: `${title.en} (${on.en})`, zh: `${title.zh}（${on.zh}）` };
}

const listed = (states: readonly EndedState[], language: 'en' | 'zh', or: string): string =>
  states.map((state) => STATES[state][language]).join(or);

/** When a rule fires, e.g. `Loss (training) is above 5`. */
export function conditionInWords(condition: AlertCondition): LocalizedText {
  switch (condition.kind) {
    case 'notFinite': {
      if (condition.metric === null)
        return { en: 'A metric is NaN or infinite', zh: '任一指标为 NaN 或无穷' };
      const { en, zh } = metricWords(condition.metric);
      return { en: `${en} is NaN or infinite`, zh: `${zh}为 NaN 或无穷` };
    }
    case 'divergence': {
      const { en, zh } = metricWords(condition.metric);
      const { factor } = condition;
      return {
        en: `${en} diverges: ${factor} times worse than its best`,
        zh: `${zh}发散：比最佳值差 ${factor} 倍`,
      };
    }
    case 'noProgress': {
      const { en, zh } = metricWords(condition.metric);
      const { steps, minutes } = condition;
      return steps === null
        ? { en: `${en} is no better for ${minutes} min`, zh: `${zh}在 ${minutes} 分钟内没有变好` }
        : { en: `${en} is no better for ${plural(steps, 'step')}`, zh: `${zh}在 ${steps} 步内没有变好` };
    }
    case 'threshold': {
      const { en, zh } = metricWords(condition.metric);
      const { side, limit } = condition;
      return { en: `${en} is ${side} ${limit}`, zh: `${zh}${side === 'above' ? '高于' : '低于'} ${limit}` };
    }
    case 'ended':
      return {
        en: `A run ended: ${listed(condition.states, 'en', ' or ')}`,
        zh: `运行结束：${listed(condition.states, 'zh', '或')}`,
      };
  }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** e.g. `#12 text-lstm: Loss (training) is above 5: 7.2 at step 40`. */
export function alertInWords({ runNumber, runName, condition, evidence }: AlertFound): LocalizedText {
  const run = `#${runNumber} ${runName}`;
  const { state } = evidence;
  if (state !== null && state !== 'running') {
    return { en: `${run}: ${STATES[state].en}`, zh: `${run}：${STATES[state].zh}` };
  }
  const when = conditionInWords(
    condition.kind === 'notFinite' ? { ...condition, metric: evidence.metric } : condition,
  );
  const found = evidenceInWords(evidence);
  return {
    en: `${run}: ${when.en}${found.en && `: ${found.en}`}`,
    zh: `${run}：${when.zh}${found.zh && `：${found.zh}`}`,
  };
}

type AlertFound = Pick<Alert, 'runNumber' | 'runName' | 'condition' | 'evidence'>;

function evidenceInWords({ value, step, best }: AlertEvidence): LocalizedText {
  const shown = typeof value === 'number' ? figures(value) : value?.replace('Infinity', '∞');
  const at = step === null ? { en: '', zh: '' } : { en: ` at step ${step}`, zh: `（第 ${step} 步）` };
  const before =
    best === null ? { en: '', zh: '' } : { en: `, best ${figures(best)}`, zh: `，最佳 ${figures(best)}` };
  if (shown === undefined) return { en: '', zh: '' };
  return { en: `${shown}${at.en}${before.en}`, zh: `${shown}${at.zh}${before.zh}` };
}

/** At most so many figures as people read at a glance. */
function figures(value: number): string {
  return String(Number(value.toPrecision(4)));
}
