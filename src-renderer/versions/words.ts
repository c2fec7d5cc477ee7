/** @file Words of freezing a version. */
import { many, verb } from '../platform/i18n/many.ts';

export const en = {
  title: 'Freeze a version',
  text: (labeled: string) =>
    `The ${many(labeled, 'labeled sample')} ${verb(labeled)} copied and split at random, stratified by class. The copy never changes.`,
  ofKind: {
    number: (count: string) =>
      `The ${many(count, 'row')} with a target value ${verb(count)} copied and split at random. The copy never changes.`,
    none: (count: string) =>
      `All ${many(count, 'sample')} ${verb(count)} copied and split at random. The copy never changes.`,
    answers: (count: string) =>
      `The ${many(count, 'item')} with an answer ${verb(count)} copied and split at random, those where nothing applies among them. Items without an answer are left out. The copy never changes.`,
    pairs: (count: string) =>
      `The ${many(count, 'pair')} with an answer ${verb(count)} copied and split at random. Pairs that share a text stay in one split where that leaves every split filled; else pairs are drawn one by one. The copy never changes.`,
    corpus: (count: string) =>
      `The ${many(count, 'passage')} ${verb(count)} copied and split into blocks: the beginning for training, the end for testing. The copy never changes.`,
  },
  seed: 'Seed',
  seedHint: 'The same seed gives the same split.',
  validation: 'Validation share',
  test: 'Test share',
  shares: (train: string, validation: string, test: string) =>
    `About ${train} for training, ${validation} for validation, ${test} for test.`,
  start: 'Freeze version',
  tooMuch: 'Validation and test together must leave at least 10 % for training.',
  badShare: 'Enter a share between 1 and 50 %.',
  badSeed: 'Enter a whole number of at least 0.',
  task: 'Annotation task',
  nothing: 'No samples are labeled yet.',
};

export const zh: typeof en = {
  title: '冻结一个版本',
  text: (labeled) => `${labeled} 个已标注样本会被复制，并按类别分层随机划分。副本永不改变。`,
  ofKind: {
    number: (count) => `${count} 行有目标值的数据会被复制并随机划分。副本永不改变。`,
    none: (count) => `全部 ${count} 个样本会被复制并随机划分。副本永不改变。`,
    answers: (count) =>
      `${count} 个有答案的样本（包括“都不适用”的）会被复制并随机划分，没有答案的样本不计入。副本永不改变。`,
    pairs: (count) =>
      `${count} 对有答案的文本会被复制并随机划分。只要各划分都能填满，含有相同文本的各对就留在同一划分；否则逐对抽取。副本永不改变。`,
    corpus: (count) => `${count} 个段落会被复制并按块划分：开头用于训练，结尾用于测试。副本永不改变。`,
  },
  seed: '随机种子',
  seedHint: '相同的种子得到相同的划分。',
  validation: '验证集占比',
  test: '测试集占比',
  shares: (train, validation, test) => `约 ${train} 用于训练，${validation} 用于验证，${test} 用于测试。`,
  start: '冻结版本',
  tooMuch: '验证集与测试集合计不能超过九成，要留出训练数据。',
  badShare: '请输入 1 到 50 % 之间的比例。',
  badSeed: '请输入不小于 0 的整数。',
  task: '标注任务',
  nothing: '还没有已标注的样本。',
};
