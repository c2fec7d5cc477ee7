/** @file Recipes: what can be trained, with which parameters, explained in both languages. */
import type { Parameters, Recipe, RecipeParameter } from '../../src-shared/contract/index.ts';
import type { RecipeName } from '../workers/index.ts';
import { AppError } from '../../src-shared/errors.ts';

const whole = { integer: true } as const;

/** A recipe that a training worker has a program for. */
export type RunnableRecipe = Recipe & { readonly name: RecipeName };

const TEXT_LSTM: RunnableRecipe = {
  name: 'text-lstm',
  title: { en: 'Text classifier (LSTM)', zh: '文本分类（LSTM）' },
  summary: {
    en: 'Words become vectors (Embedding), an LSTM reads them in order, and a dense layer names the class. Trained with cross-entropy and Adam; the best epoch on the validation split becomes the model.',
    zh: '词变为向量（Embedding），LSTM 按顺序读取，再由全连接层给出类别。用交叉熵和 Adam 训练；验证集上最好的一轮成为模型。',
  },
  parameters: [
    {
      ...whole,
      name: 'epochs',
      default: 10,
      min: 1,
      max: 1000,
      unit: '',
      en: 'How often each training text is seen, at most.',
      zh: '每条训练文本最多被学习的次数。',
    },
    {
      ...whole,
      name: 'batchSize',
      default: 64,
      min: 1,
      max: 1024,
      unit: 'texts',
      en: 'Texts per step. Larger is steadier and uses more memory.',
      zh: '每步的文本数。越大越稳定，占用内存越多。',
    },
    {
      integer: false,
      name: 'learningRate',
      default: 2e-3,
      min: 1e-6,
      max: 1,
      unit: '',
      en: 'How far each step moves the weights.',
      zh: '每一步调整权重的幅度。',
    },
    {
      ...whole,
      name: 'seed',
      default: 1,
      min: 0,
      max: 2 ** 31 - 1,
      unit: '',
      en: 'Same seed, data and machine: the same weights, bit for bit.',
      zh: '种子、数据和机器相同，权重逐位相同。',
    },
    {
      ...whole,
      name: 'patience',
      default: 3,
      min: 0,
      max: 1000,
      unit: 'epochs',
      en: 'Stop after this many epochs without a lower validation loss; 0 never stops early.',
      zh: '验证损失连续这么多轮不降则停止；0 表示不提前停止。',
    },
    {
      ...whole,
      name: 'sequenceLength',
      default: 200,
      min: 4,
      max: 2048,
      unit: 'words',
      en: 'How many words of a text are read, from its beginning.',
      zh: '从文本开头起读取的词数。',
    },
    {
      ...whole,
      name: 'vocabulary',
      default: 10_000,
      min: 100,
      max: 200_000,
      unit: 'words',
      en: 'How many different words are known; the rarest are left out.',
      zh: '认识的词的数量；最少见的词被忽略。',
    },
    {
      ...whole,
      name: 'embedding',
      default: 64,
      min: 4,
      max: 1024,
      unit: '',
      en: 'Length of a word’s vector.',
      zh: '词向量的长度。',
    },
    {
      ...whole,
      name: 'hidden',
      default: 64,
      min: 4,
      max: 1024,
      unit: '',
      en: 'Size of the LSTM’s memory.',
      zh: 'LSTM 记忆的大小。',
    },
    {
      ...whole,
      name: 'threads',
      default: 2,
      min: 1,
      max: 64,
      unit: '',
      en: 'Processor threads. Another number gives slightly different weights.',
      zh: '处理器线程数。改变它会使权重略有不同。',
    },
  ],
};

export const RECIPES: readonly RunnableRecipe[] = [TEXT_LSTM];

/** @throws AppError `training.noSuchRecipe` */
export function recipeNamed(name: string): RunnableRecipe {
  const recipe = RECIPES.find((candidate) => candidate.name === name);
  if (recipe) return recipe;
  throw new AppError('training.noSuchRecipe', {
    recipe: name,
    recipes: RECIPES.map((known) => known.name).join(', '),
  });
}

/**
 * The recipe's parameters with what was given in place of the defaults.
 *
 * @throws AppError `training.noSuchParameter`, `training.parameterOutOfRange`
 */
export function completeParameters(recipe: Recipe, given: Parameters): Parameters {
  const names = recipe.parameters.map(({ name }) => name);
  const stranger = Object.keys(given).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new AppError('training.noSuchParameter', {
      recipe: recipe.name,
      parameter: stranger,
      parameters: names.join(', '),
    });
  }
  return Object.fromEntries(
    recipe.parameters.map((parameter) => [parameter.name, checked(parameter, given[parameter.name])]),
  );
}

function checked(parameter: RecipeParameter, value = parameter.default): number {
  const { name, min, max, integer } = parameter;
  if (value >= min && value <= max && (!integer || Number.isInteger(value))) return value;
  const kind = integer ? 'a whole number' : 'a number';
  throw new AppError('training.parameterOutOfRange', {
    parameter: name,
    value,
    kind,
    min,
    max,
    default: parameter.default,
  });
}
