/** @file What of a file of runs cannot be kept, told in both languages. */

interface LossRow {
  readonly en: (value: string) => string;
  readonly zh: (value: string) => string;
}

export const RUN_LOSSES = {
  endsEarly: {
    en: () => 'The file ends in the middle of a record; what is before it is kept',
    zh: () => '文件在一条记录中间结束；此前的内容已保留',
  },
  damaged: {
    en: () => 'A damaged part is left out: its checksum does not fit',
    zh: () => '校验和不符的损坏部分已略过',
  },
  damagedRest: {
    en: () => 'The file is damaged; nothing after this place can be read',
    zh: () => '文件已损坏，此处之后的内容无法读取',
  },
  tooLong: { en: () => 'A record is too long to be read', zh: () => '记录过长，无法读取' },
  badLine: {
    en: (value) => `A line cannot be read: ${value}`,
    zh: (value) => `无法读取的行：${value}`,
  },
  badFile: {
    en: (value) => `A file cannot be read: ${value}`,
    zh: (value) => `无法读取的文件：${value}`,
  },
  noNumber: {
    en: (value) => `A value is no number: ${value}`,
    zh: (value) => `不是数值：${value}`,
  },
  otherKind: {
    en: (value) => `Only numbers and texts are kept, not: ${value}`,
    zh: (value) => `只保留数值和文本，不保留：${value}`,
  },
  deleted: {
    en: () => 'A deleted run is left out',
    zh: () => '已删除的运行不导入',
  },
  manyColumns: {
    en: (value) => `A table has ${value} parameters and tags at most; the others are left out`,
    zh: (value) => `一张表最多保存 ${value} 个参数和标签，其余未保存`,
  },
  partOfStep: {
    en: () => 'Steps are whole numbers: a part of one is rounded',
    zh: () => '步数为整数：小数部分已四舍五入',
  },
  noOnnx: {
    en: (value) =>
      `A version of a registered model is left out, as its ONNX file is not among the files: ${value}`,
    zh: (value) => `注册模型的版本未导入，因为所选文件中没有其 ONNX 文件：${value}`,
  },
  notRegistered: {
    en: (value) => `A version of a registered model could not be taken over: ${value}`,
    zh: (value) => `注册模型的版本未能导入：${value}`,
  },
  aliasTaken: {
    en: (value) => `An alias stays with the version that it points at here: ${value}`,
    zh: (value) => `别名仍指向此处的版本：${value}`,
  },
  versionChanged: {
    en: (value) => `A registered version stays, as it was changed since the import: ${value}`,
    zh: (value) => `注册模型的版本已保留，因为导入后有人更改过：${value}`,
  },
  versionServed: {
    en: (value) => `A registered version stays, as an endpoint serves it: ${value}`,
    zh: (value) => `注册模型的版本已保留，因为有端点正在使用：${value}`,
  },
  nameChanged: {
    en: (value) => `A registered model stays, as it was changed since the import: ${value}`,
    zh: (value) => `注册模型已保留，因为导入后有人更改过：${value}`,
  },
  nameHasVersions: {
    en: (value) => `A registered model stays, as it has versions: ${value}`,
    zh: (value) => `注册模型已保留，因为仍有版本：${value}`,
  },
  modelStays: {
    en: (value) => `The model of a version stays among the models: ${value}`,
    zh: (value) => `版本对应的模型仍保留在模型列表中：${value}`,
  },
  artifactElsewhere: {
    en: (value) => `The artifacts lie elsewhere and are not taken along: ${value}`,
    zh: (value) => `产物存放在别处，未导入：${value}`,
  },
  renamed: {
    en: (value) => `The format does not take this name, so it is written otherwise: ${value}`,
    zh: (value) => `该格式不接受此名称，已改写：${value}`,
  },
  noEpochs: { en: () => 'The format has no epochs', zh: () => '该格式没有轮次' },
  noInfinity: {
    en: () => 'The format has no infinite values',
    zh: () => '该格式没有无穷值',
  },
  noPlace: {
    en: (value) => `The format has no place for: ${value}`,
    zh: (value) => `该格式无法存放：${value}`,
  },
} as const satisfies Readonly<Record<string, LossRow>>;

export type RunLossKey = keyof typeof RUN_LOSSES;

/** One thing that is lost, however often it was met. */
export interface RunLoss {
  readonly what: RunLossKey;
  /** The value or name it is about. */
  readonly value: string;
  readonly count: number;
  /** Where it was met first: a file, perhaps with a line. */
  readonly first: string;
}

export function runLossText({ what, value, count, first }: RunLoss, language: 'en' | 'zh'): string {
  const row: LossRow = RUN_LOSSES[what];
  const text = row[language](value);
  if (first === '')
    return count === 1 ? text : language === 'en' ? `${text} (${count} times)` : `${text}（${count} 处）`;
  if (language === 'zh') return `${text}（${count === 1 ? first : `${count} 处，首先：${first}`}）`;
  return `${text} (${count === 1 ? first : `${count} times, first: ${first}`})`;
}

const MOST = 200;
const LONGEST = 200;
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** Gathers losses; the same is told once, with how often it was met. */
export class RunLosses {
  readonly #losses = new Map<string, RunLoss & { count: number }>();

  add(what: RunLossKey, first: string, value = ''): void {
    const short = cut(value);
    const key = `${what} ${short}`;
    const known = this.#losses.get(key);
    if (known) known.count++;
    else if (this.#losses.size < MOST)
      this.#losses.set(key, { what, value: short, count: 1, first: cut(first) });
  }

  list(): RunLoss[] {
    return [...this.#losses.values()];
  }
}
