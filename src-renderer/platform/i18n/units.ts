/** @file What work is counted in, and the units of recipes' parameters. A unit that is not here stands by its name. */

type Units = Readonly<Record<string, string>>;

const en: Units = {};

const zh: Units = {
  rows: '行',
  steps: '步',
  samples: '样本',
  texts: '条文本',
  words: '词',
  epochs: '轮',
  batches: '批',
  pixels: '像素',
  degrees: '度',
  tokens: '词元',
  bytes: '字节',
  files: '文件',
  images: '图片',
  operators: '算子',
  parts: '部分',
  items: '样本',
  answers: '答案',
};

export const units = { en, zh };
