/** @file Recipes that write text. */
import type { Recipe } from '../../../src-shared/contract.ts';
import { choice, said, whole } from './definition.ts';
import { dropoutRate, fitting, optimizing } from './parameters.ts';
import { attention } from './text.ts';

const usual = {
  epochs: 5,
  batchSize: 32,
  learningRate: 1e-3,
  patience: 3,
  optimizer: 'adamw',
  schedule: 'cosine',
  weightDecay: 0.01,
  clip: 1,
} as const;

export const generationRecipes = [
  {
    name: 'gpt',
    task: 'generate',
    kind: 'corpus',
    targets: ['none'],
    title: said('Text generator (GPT)', '文本生成（GPT）'),
    summary: said(
      'A Transformer that learns to say what comes next, letter by letter or piece by piece. The run shows what it writes after each epoch; the playground continues your own beginnings.',
      '学习预测下一个字符或片段的 Transformer。运行页展示每轮之后写出的文字，试用区可续写你给的开头。',
    ),
    explanation: said(
      `The text is cut into tokens: single characters, or pieces found by **byte-pair encoding** (Sennrich et al. 2016) on the training split. At each place the model sees only what came before, because the mask $M$ is $-\\infty$ above the diagonal (Radford et al. 2018):

$$\\mathrm{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt d}+M\\right)V,\\qquad L=-\\frac1T\\sum_t\\ln p(x_t\\mid x_{<t})$$

The perplexity $e^L$ is the number of equally likely tokens it is torn between. To write, it draws a token from $p^{1/\\tau}$ (temperature $\\tau$), among the $k$ most likely or those that make up a share $p$ of the probability, and goes on; keys and values of what was read are kept, so that each new token costs one step.`,
      `文本被切成词元：单个字符，或在训练集上由**字节对编码**（Sennrich et al. 2016）找到的片段。每个位置只能看到之前的内容，因为掩码 $M$ 在对角线以上为 $-\\infty$（Radford et al. 2018）：

$$\\mathrm{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt d}+M\\right)V,\\qquad L=-\\frac1T\\sum_t\\ln p(x_t\\mid x_{<t})$$

困惑度 $e^L$ 表示模型在多少个同样可能的词元之间犹豫。生成时从 $p^{1/\\tau}$（温度 $\\tau$）中、在最可能的 $k$ 个或累计概率为 $p$ 的词元里抽取下一个；已读内容的键和值会保留，每个新词元只需一步。`,
    ),
    parameters: [
      ...fitting(usual),
      choice('tokenizer', said('What a token is.', '词元的单位。'), {
        default: 'char',
        options: [
          { value: 'char', title: said('A character', '字符') },
          { value: 'bpe', title: said('A piece (BPE)', '片段（BPE）') },
        ],
      }),
      whole('vocabulary', said('How many different tokens there may be.', '词元种类的上限。'), {
        default: 2000,
        min: 64,
        max: 50_000,
        unit: 'tokens',
      }),
      whole('context', said('Tokens that it sees at once.', '一次能看到的词元数。'), {
        default: 128,
        min: 8,
        max: 1024,
        unit: 'tokens',
      }),
      ...attention(128, 4, 4),
      dropoutRate(0.1),
      ...optimizing(usual),
    ],
  },
] as const satisfies readonly Recipe[];
