/** @file For tests: words that people are not shown, each with the field's term that takes its place. */

/** What a text is part of. */
export type Where = 'window' | 'problems' | 'recipes' | 'command line' | 'docs';

export interface LeftOut {
  /** The term to use. */
  readonly say: string;
  readonly pattern: RegExp;
  /** A text with the word, which the pattern has to find. */
  readonly example: string;
  /** Where it is left out; everywhere unless said. */
  readonly where?: readonly Where[];
}

const SHOWN = ['window', 'problems', 'recipes', 'command line'] as const;

export const LEFT_OUT: readonly LeftOut[] = [
  { say: 'image', pattern: /\bpictures?\b/i, example: 'Choose a picture' },
  { say: 'text corpus', pattern: /\brunning text\b/i, example: 'Running text' },
  { say: 'predict', pattern: /\bfore(tell|told)/i, example: 'what it foretells' },
  { say: 'predicted', pattern: /\bmodel (said|called)\b/i, example: 'Model said' },
  { say: 'predicted as', pattern: /\bcalled\b/i, example: 'spam called ham', where: ['window'] },
  { say: 'evaluate', pattern: /\bjudg(e|ed|es|ing)\b/i, example: 'judge a model' },
  { say: 'metric', pattern: /\bmeasures?\b/i, example: 'a measure of it', where: SHOWN },
  { say: 'random shift', pattern: /^Move$|\bmoved by\b/i, example: 'Move', where: SHOWN },
  { say: 'horizontal flip', pattern: /\bmirror/i, example: 'Mirror' },
  { say: 'rotation', pattern: /^Turn$|\bturned by\b/i, example: 'Turn', where: SHOWN },
  { say: 'color jitter', pattern: /\brecolou?r/i, example: 'Recolor' },
  { say: 'pooling', pattern: /^Reads$/, example: 'Reads', where: SHOWN },
  { say: 'hidden units', pattern: /\bsize of the memory\b/i, example: 'Size of the memory.' },
  { say: 'max gradient norm', pattern: /\blongest gradient\b/i, example: 'Longest gradient' },
  { say: 'CPU', pattern: /\bprocessors?\b/i, example: 'Processor threads' },
  { say: 'GPU', pattern: /\bgraphics cards?\b|\bNVIDIA cards?\b/i, example: 'Graphics card (WebGPU)' },
  { say: 'compute device', pattern: /\bwhat trains\b|\bcomputed by\b/i, example: 'Computed by' },
  { say: 'bits per character', pattern: /\bbits a character\b/i, example: 'Bits a character' },
  { say: 'step profile', pattern: /\bwhere a step goes\b/i, example: 'Where a step goes' },
  { say: 'generated samples', pattern: /\bwritten text\b/i, example: 'Written text' },
  { say: 'anomalies', pattern: /\b(least|less) usual\b/i, example: 'Least usual rows' },
  { say: 'largest errors', pattern: /\bfarthest off\b/i, example: 'Farthest off' },
  { say: 'bottleneck', pattern: /\bnarrow layer\b/i, example: 'the narrow layer' },
  { say: 'overfitting', pattern: /\bby heart\b/i, example: 'learned by heart' },
  { say: 'segmented', pattern: /\bparted\b/i, example: 'parted by jieba' },
  { say: 'EMA of weights', pattern: /\baverage of weights\b/i, example: 'Average of weights' },
  { say: 'gradient accumulation', pattern: /\baccumulated batches\b/i, example: 'Accumulated batches' },
  { say: 'annotator', pattern: /\blabelers?\b/i, example: 'answers of labelers' },
  { say: 'gold item', pattern: /\bhoneypots?\b/i, example: 'a honeypot' },
  { say: 'labeling session', pattern: /\bsittings?\b/i, example: 'a sitting' },
  { say: '训练方案', pattern: /配方/, example: '没有配方' },
  { say: '训练方案、标注体系', pattern: /(?<!训练)方案/, example: '标签方案' },
  { say: '溯源', pattern: /来历/, example: '查看它的来历' },
  { say: '文本语料', pattern: /长文/, example: '长文' },
  { say: '预测为', pattern: /判为|模型判断/, example: '被判为“垃圾”' },
  { say: 'CPU、GPU', pattern: /处理器|显卡/, example: '显卡（WebGPU）' },
  { say: '计算设备、执行提供程序', pattern: /计算后端|训练后端/, example: '计算后端' },
  { say: '瓶颈层', pattern: /窄层|狭窄/, example: '经过窄层还原' },
  { say: '过拟合', pattern: /死记硬背/, example: '被死记硬背' },
  { say: '权重指数滑动平均', pattern: /(?<!指数)滑动平均/, example: '权重滑动平均' },
  { say: '水平翻转', pattern: /左右翻转/, example: '左右翻转' },
  { say: '生成样例', pattern: /写出的文字|生成的文字/, example: '每轮之后写出的文字' },
  { say: '异常行', pattern: /不寻常/, example: '最不寻常的行' },
];

/** Texts that hold a word by right, exactly as they are. */
export const BY_RIGHT: readonly { readonly text: string; readonly why: string }[] = [];
