/** @file Recipes that generate text. */
import type { Recipe } from '../../../src-shared/contract.ts';
import { choice, localized, whole } from './definition.ts';
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
    title: localized('Text generator (GPT)', '文本生成（GPT）'),
    summary: localized(
      'A decoder-only Transformer trained to predict the next character or subword. The run shows generated samples after each epoch, and the playground continues your own prompts.',
      '仅解码器的 Transformer，训练目标是预测下一个字符或子词。运行页展示每轮之后的生成样例，试一试页可续写您的提示词。',
    ),
    explanation: localized(
      `The text is tokenized into single characters, or into subwords learned by **byte-pair encoding** (Sennrich et al. 2016) on the training split. At each position the model sees only earlier tokens, because the causal mask $M$ is $-\\infty$ above the diagonal (Radford et al. 2018):

$$\\mathrm{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt d}+M\\right)V,\\qquad L=-\\frac1T\\sum_t\\ln p(x_t\\mid x_{<t})$$

The perplexity $e^L$ is the number of equally likely tokens the model chooses between on average. To generate text, it samples the next token from $p^{1/\\tau}$ (temperature $\\tau$), limited to the $k$ most likely tokens (top-k) or to the smallest set with total probability $p$ (top-p). A key-value cache of earlier tokens makes each new token one step.`,
      `文本被切分为词元：单个字符，或在训练集上用**字节对编码**（Sennrich et al. 2016）学到的子词。每个位置只能看到之前的词元，因为因果掩码 $M$ 在对角线以上为 $-\\infty$（Radford et al. 2018）：

$$\\mathrm{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt d}+M\\right)V,\\qquad L=-\\frac1T\\sum_t\\ln p(x_t\\mid x_{<t})$$

困惑度 $e^L$ 表示模型平均相当于在多少个同样可能的词元之间选择。生成时从 $p^{1/\\tau}$（温度 $\\tau$）中采样下一个词元，可限定为概率最高的 $k$ 个（top-k）或累计概率达到 $p$ 的最小集合（top-p）。此前词元的 KV 缓存使每个新词元只需一步。`,
    ),
    parameters: [
      ...fitting(usual),
      choice('tokenizer', {
        title: localized('Tokenizer', '分词器'),
        about: localized('How text is split into tokens.', '文本切分为词元的方式。'),
        default: 'char',
        options: [
          { value: 'char', title: localized('Characters', '字符') },
          { value: 'bpe', title: localized('Subwords (BPE)', '子词（BPE）') },
        ],
      }),
      whole('vocabulary', {
        title: localized('Vocabulary size', '词表大小'),
        about: localized('Maximum number of different tokens.', '词表中词元数的上限。'),
        default: 2000,
        min: 64,
        max: 50_000,
        unit: 'tokens',
      }),
      whole('context', {
        title: localized('Context length', '上下文长度'),
        about: localized('Number of tokens the model sees at once.', '模型一次能看到的词元数。'),
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
