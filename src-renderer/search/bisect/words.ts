/** @file Words of bisections: which change of the data costs a metric. */
import type { BisectBatch } from '../../../src-shared/contract.ts';
import { many } from '../../platform/i18n/many.ts';

/** A batch with its numbers as people read them. */
export type ToldBatch = Pick<BisectBatch, 'change' | 'author' | 'file' | 'day' | 'class' | 'isRest'> & {
  readonly samples: string;
};

interface Interval {
  readonly value: string;
  readonly low: string;
  readonly high: string;
}

export const en = {
  title: 'Bisections of data',
  kind: 'Bisection',
  open: 'Find what costs it…',
  openTitle: 'Trains between two versions and names the change of the data that costs a metric',
  none: 'No bisections yet. Start one on the Versions tab of a dataset, or where you compare runs of two versions.',
  dialog: {
    title: 'Find the change that costs a metric',
    about:
      'Trains on the good version, on the bad one, and on the bad one with some of its changes undone, until one batch of changes is left. All models are evaluated on the same test samples: those of the good version that both have with the same label.',
    good: 'Good version',
    bad: 'Bad version',
    same: 'Choose two different versions.',
    recipe: 'Training recipe',
    recipeHint: 'A fast one finds the same wrong labels sooner.',
    metric: 'Metric',
    by: 'Batches are told apart by',
    byNone: 'Tick at least one.',
    facets: {
      change: 'Kind of change',
      author: 'Annotator',
      file: 'Imported file',
      day: 'Day',
      class: 'Label',
    },
    seeds: 'Seeds',
    seedsHint: 'Each end is trained with so many. More tell a smaller difference from noise.',
    trainings: 'Trainings at most',
    whole: (least: string, most: string) => `A whole number from ${least} to ${most}.`,
    name: 'Name',
    nameHint: 'If you leave this empty, the bisection is named after its versions.',
    start: 'Start bisection',
    noRecipe: 'No recipe trains on this data.',
  },
  more: {
    title: 'Continue the bisection',
    start: 'Continue',
    lacks: 'Allow more trainings or more seeds.',
  },
  batch: ({ change, author, file, day, isRest, samples, class: label }: ToldBatch): string =>
    [
      `${many(samples, 'sample')} ${change ? en.changes[change].toLowerCase() : 'changed'}`,
      author && `by ${author}`,
      file && `from ${file}`,
      day && `on ${day}`,
      label && `labeled “${label}”`,
      isRest && 'in small batches',
    ]
      .filter(Boolean)
      .join(', '),
  changes: { added: 'Added', removed: 'Removed', relabeled: 'Relabeled' },
  detail: {
    trainings: 'Trainings',
    of: (done: string, all: string) => `${done} of ${all}`,
    drop: (metric: string) => `${metric}: worse by`,
    noise: 'Deviation over seeds',
    test: 'Test samples',
    time: 'Training time',
    unknown: 'not known yet',
    points: (difference: string) => many(difference, 'percentage point'),
    interval: ({ value, low, high }: Interval) => `${value} (${low} to ${high})`,
    compare: 'Compare runs',
    stop: 'Stop bisection',
    continue: 'Continue…',
    training: (number: string) => `Training ${number} is at work`,
    suspects: (count: string, all: string) => `${count} of ${all} batches are suspected.`,
    atEnds:
      'Both versions are trained first: that tells how much worse the bad one is, and how much seeds vary.',
    empty: 'The first training begins when it is the turn of this bisection.',
  },
  verdict: {
    found: (batch: string) => `Found: ${batch}.`,
    foundCost: (metric: string, cost: string, drop: string) =>
      `Undoing this batch alone wins back ${cost} of ${metric}, which got worse by ${drop} in all.`,
    narrowed: (count: string, all: string) => `It lies in ${count} of ${all} batches.`,
    narrowedCost: (metric: string, cost: string) => `Undoing them together wins back ${cost} of ${metric}.`,
    noDrop: 'The bad version is not worse beyond the noise, so no change is named.',
    noDropCost: (metric: string, drop: string) =>
      `On the test samples that both versions share, ${metric} is worse by ${drop}. Allow more seeds; what you saw may also come from other test samples.`,
    because: {
      settled: '',
      noise: 'The seeds vary too much to tell more. Allow more seeds.',
      trainings: 'All trainings are used up. Allow more.',
    },
    next: 'Correct or remove these samples, and freeze a new version.',
  },
  ladder: {
    title: 'Trainings',
    what: 'Trained on',
    good: (name: string) => `${name}: all changes undone`,
    bad: (name: string) => `${name} as it is`,
    undone: (samples: string, batches: string) =>
      `${many(samples, 'change')} undone (${batches === '1' ? '1 batch' : `${batches} batches`})`,
    runs: 'Runs',
    mean: 'Mean',
    spread: 'From bad to good',
    point: (seed: string, value: string) => `Seed ${seed}: ${value}`,
    gain: 'Wins back',
    outcome: 'What follows',
    holds: {
      half: 'The cause is among the undone changes',
      rest: 'The cause is among the other changes',
      part: 'Part of the cause is among the undone changes',
      unclear: 'Not told apart from the noise',
    },
  },
  batches: {
    title: 'Batches of changes',
    batch: 'Batch',
    contradicted: 'Contradicted',
    contradictedTitle: 'Labels that the model of the good version contradicts',
    state: 'State',
    states: { found: 'Costs it', suspected: 'Suspected', cleared: 'Cleared' },
    show: 'Samples',
    showOf: (batch: string) => `Samples: ${batch}`,
  },
  samples: {
    sample: 'Sample',
    change: 'Change',
    before: 'Before',
    after: 'After',
    says: 'Good model',
    contradicts: 'contradicts',
    shown: (count: string, all: string) =>
      `The first ${count} of ${all}, those that the good model contradicts first.`,
  },
};

export const zh: typeof en = {
  title: '数据二分定位',
  kind: '二分定位',
  open: '查找指标下降的原因…',
  openTitle: '在两个版本之间训练，指出使指标下降的数据更改',
  none: '还没有二分定位。可在数据集的“版本”页，或对比两个版本的运行时开始。',
  dialog: {
    title: '查找使指标下降的更改',
    about:
      '先在好版本和坏版本上训练，再在撤销了部分更改的坏版本上训练，直到只剩一批更改。所有模型都在相同的测试样本上评估：好版本中与坏版本标签一致的样本。',
    good: '好版本',
    bad: '坏版本',
    same: '请选择两个不同的版本。',
    recipe: '训练方案',
    recipeHint: '用训练快的训练方案能更快找出同样的错误标签。',
    metric: '指标',
    by: '更改批次按以下项区分',
    byNone: '请至少勾选一项。',
    facets: { change: '更改类型', author: '标注员', file: '导入文件', day: '日期', class: '标签' },
    seeds: '种子数',
    seedsHint: '两端各用这么多种子训练；越多越能把小差异与噪声区分开。',
    trainings: '训练次数上限',
    whole: (least, most) => `${least} 到 ${most} 的整数。`,
    name: '名称',
    nameHint: '留空则按版本命名。',
    start: '开始二分定位',
    noRecipe: '没有适用于此数据的训练方案。',
  },
  more: { title: '继续二分定位', start: '继续', lacks: '请允许更多训练或更多种子。' },
  batch: ({ change, author, file, day, isRest, samples, class: label }) =>
    [
      `${change ? zh.changes[change] : '更改'} ${samples} 个样本`,
      author && `标注员 ${author}`,
      file && `来自 ${file}`,
      day,
      label && `标签“${label}”`,
      isRest && '多个小批次',
    ]
      .filter(Boolean)
      .join('，'),
  changes: { added: '新增', removed: '移除', relabeled: '改标' },
  detail: {
    trainings: '训练',
    of: (done, all) => `${done} / ${all}`,
    drop: (metric) => `${metric}变差`,
    noise: '种子间标准差',
    test: '测试样本',
    time: '训练时间',
    unknown: '尚未得知',
    points: (difference) => `${difference} 个百分点`,
    interval: ({ value, low, high }) => `${value}（${low} 至 ${high}）`,
    compare: '对比运行',
    stop: '停止二分定位',
    continue: '继续…',
    training: (number) => `第 ${number} 次训练进行中`,
    suspects: (count, all) => `${all} 批中有 ${count} 批可疑。`,
    atEnds: '先训练两个版本，以得知变差幅度和种子间的波动。',
    empty: '轮到此二分定位时开始第一次训练。',
  },
  verdict: {
    found: (batch) => `已找到：${batch}。`,
    foundCost: (metric, cost, drop) => `仅撤销这一批，${metric}即可挽回 ${cost}；共变差 ${drop}。`,
    narrowed: (count, all) => `原因在 ${all} 批中的 ${count} 批之内。`,
    narrowedCost: (metric, cost) => `一并撤销，${metric}可挽回 ${cost}。`,
    noDrop: '坏版本的变差未超过噪声，因此不指明任何更改。',
    noDropCost: (metric, drop) =>
      `在两个版本共有的测试样本上，${metric}变差 ${drop}。请允许更多种子；您看到的变差也可能来自不同的测试样本。`,
    because: {
      settled: '',
      noise: '种子间波动过大，无法进一步区分。请允许更多种子。',
      trainings: '训练次数已用完。请允许更多训练。',
    },
    next: '请更正或移除这些样本，再冻结新版本。',
  },
  ladder: {
    title: '训练',
    what: '训练数据',
    good: (name) => `${name}：撤销全部更改`,
    bad: (name) => `${name} 原样`,
    undone: (samples, batches) => `撤销 ${samples} 处更改（${batches} 批）`,
    runs: '运行',
    mean: '均值',
    spread: '从坏到好',
    point: (seed, value) => `种子 ${seed}：${value}`,
    gain: '挽回',
    outcome: '结论',
    holds: {
      half: '原因在撤销的更改中',
      rest: '原因在其余更改中',
      part: '部分原因在撤销的更改中',
      unclear: '与噪声无法区分',
    },
  },
  batches: {
    title: '更改批次',
    batch: '批次',
    contradicted: '被反对',
    contradictedTitle: '好版本的模型不认同的标签数',
    state: '状态',
    states: { found: '原因', suspected: '可疑', cleared: '已排除' },
    show: '样本',
    showOf: (batch) => `样本：${batch}`,
  },
  samples: {
    sample: '样本',
    change: '更改',
    before: '之前',
    after: '之后',
    says: '好版本的模型',
    contradicts: '不认同',
    shown: (count, all) => `共 ${all} 个，显示前 ${count} 个；好版本的模型不认同的在前。`,
  },
};
