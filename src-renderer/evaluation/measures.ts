/** @file Names of metrics, parameters and units. A name that is not in the tables is shown as it is. */
import { measureName } from '../../src-shared/evaluation/measures.ts';
import type { Language } from '../words.ts';

type Names = Readonly<Record<string, readonly [en: string, zh: string]>>;

/** The split a metric was computed on, by the part before the dot. */
const PLACES: Names = {
  train: ['training', '训练'],
  validation: ['validation', '验证'],
  test: ['test', '测试'],
};

const PARAMETERS: Names = {
  epochs: ['Epochs', '轮数'],
  batchSize: ['Batch size', '批量大小'],
  learningRate: ['Learning rate', '学习率'],
  seed: ['Seed', '随机种子'],
  patience: ['Early stopping patience', '早停耐心值'],
  sequenceLength: ['Sequence length', '序列长度'],
  vocabulary: ['Vocabulary size', '词表大小'],
  embedding: ['Embedding size', '词向量维度'],
  hidden: ['Hidden units', '隐藏单元数'],
  threads: ['Threads', '线程数'],
  provider: ['Compute device', '计算设备'],
  optimizer: ['Optimizer', '优化器'],
  schedule: ['Learning rate schedule', '学习率调度'],
  warmup: ['Warm-up', '预热比例'],
  weightDecay: ['Weight decay', '权重衰减'],
  clip: ['Max gradient norm', '最大梯度范数'],
  accumulate: ['Gradient accumulation', '梯度累积'],
  average: ['EMA of weights', '权重指数滑动平均'],
  dropout: ['Dropout', 'Dropout 比例'],
  wordDropout: ['Word dropout', '词丢弃率'],
  classWeights: ['Class weights', '类别权重'],
  pairs: ['Pairs of words', '相邻词对'],
  pooling: ['Pooling', '池化'],
  filters: ['Filters', '卷积核数'],
  width: ['Width', '宽度'],
  heads: ['Attention heads', '注意力头数'],
  layers: ['Layers', '层数'],
  blocks: ['Blocks', '残差块数'],
  code: ['Bottleneck size', '瓶颈层大小'],
  loss: ['Loss', '损失函数'],
  imageSize: ['Image size', '图片尺寸'],
  crop: ['Random shift', '随机平移'],
  flip: ['Horizontal flip', '水平翻转'],
  rotate: ['Rotation', '旋转'],
  color: ['Color jitter', '颜色抖动'],
  tokenizer: ['Tokenizer', '分词器'],
  context: ['Context length', '上下文长度'],
};

const UNITS: Names = {
  rows: ['rows', '行'],
  steps: ['steps', '步'],
  samples: ['samples', '样本'],
  texts: ['texts', '条文本'],
  words: ['words', '词'],
  epochs: ['epochs', '轮'],
  batches: ['batches', '批'],
  pixels: ['pixels', '像素'],
  degrees: ['degrees', '度'],
  tokens: ['tokens', '词元'],
  bytes: ['bytes', '字节'],
};

export class Measures {
  readonly #language: Language;
  readonly #at: 0 | 1;

  constructor(language: Language) {
    this.#language = language;
    this.#at = language === 'en' ? 0 : 1;
  }

  /** `validation.macroF1` as `Macro F1 (validation)`. */
  metric(name: string): string {
    const { place, measure } = splitMetric(name);
    const said = this.measure(measure);
    if (!place) return said;
    return this.#at === 0 ? `${said} (${this.place(place)})` : `${said}（${this.place(place)}）`;
  }

  measure(name: string): string {
    return measureName(name, this.#language);
  }

  place(name: string): string {
    return PLACES[name]?.[this.#at] ?? name;
  }

  parameter(name: string): string {
    return PARAMETERS[name]?.[this.#at] ?? name;
  }

  unit(name: string): string {
    return UNITS[name]?.[this.#at] ?? name;
  }
}

/** `validation.loss` as its place and its measure. */
export function splitMetric(name: string): { readonly place: string; readonly measure: string } {
  const dot = name.lastIndexOf('.');
  return { place: name.slice(0, Math.max(0, dot)), measure: name.slice(dot + 1) };
}

/** Larger is better for these; a share of 1 that reads as a percentage. */
export function isShare(name: string): boolean {
  return /^(accuracy|(macro|weighted)(F1|Precision|Recall))$/.test(splitMetric(name).measure);
}
