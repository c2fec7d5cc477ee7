/** @file The recipe that learns from pairs of which people preferred one. */
import type { Recipe } from '../../../src-shared/contract.ts';
import { choice, localized, titled, whole } from './definition.ts';
import { attentionHeads, embeddingSize, encoderLayers } from './encoders.ts';
import { dropoutRate, fitting, optimizing } from './parameters.ts';
import { sequenceLength, vocabulary, wordDropout } from './text.ts';

const comparing = {
  epochs: 20,
  batchSize: 32,
  learningRate: 1e-3,
  patience: 5,
  schedule: 'cosine',
} as const;

export const preferenceRecipes = [
  {
    name: 'text-preference',
    task: 'rank',
    kind: 'table',
    targets: ['preferences'],
    title: localized(
      'Text preference model (CNN, BiLSTM or Transformer)',
      '文本偏好模型（CNN、BiLSTM 或 Transformer）',
    ),
    summary: localized(
      'Scores single texts, learned from pairs of which people preferred one. Texts that nobody compared are ranked, too.',
      '从两两比较的偏好中学习，为单个文本打分，因此也能给从未比较过的文本排序。',
    ),
    explanation: localized(
      `One network reads each text of a pair by itself, with the same weights, and gives it a score $s$. By the model of Bradley and Terry (1952) the first is preferred with the probability $\\sigma(s_1-s_2)$, so that the loss of a pair is

$$L=-y\\ln\\sigma(s_1-s_2)-(1-y)\\ln\\sigma(s_2-s_1),\\qquad y=\\begin{cases}1&\\text{first preferred}\\\\\\tfrac12&\\text{tie}\\\\0&\\text{second preferred}\\end{cases}$$

(RankNet, Burges et al. 2005). The exported model takes one text and gives its score; only differences of scores mean something. Pairs that share a text are frozen into one split where that is possible; a report counts the pairs of which the training split holds a text, and says how well the longer text would be preferred. The prompt of a pair is not read, and preferences that go round in circles cannot be learned. What lies behind the sequence length is not seen.`,
      `同一个网络以相同的权重分别读取一对文本中的每一个，并给出得分 $s$。按 Bradley–Terry 模型（1952），第一个文本被偏好的概率为 $\\sigma(s_1-s_2)$，因此一对文本的损失为

$$L=-y\\ln\\sigma(s_1-s_2)-(1-y)\\ln\\sigma(s_2-s_1),\\qquad y=\\begin{cases}1&\\text{偏好第一个}\\\\\\tfrac12&\\text{平局}\\\\0&\\text{偏好第二个}\\end{cases}$$

（RankNet，Burges et al. 2005）。导出的模型接收一个文本并给出得分，只有得分之差才有意义。只要可能，含有相同文本的各对会冻结到同一数据划分；报告会统计有多少对包含训练集中出现过的文本，并给出“偏好较长的文本”的准确率作对照。模型不读取提示词，也学不到循环的偏好。超出序列长度的部分不可见。`,
    ),
    parameters: [
      ...fitting(comparing),
      choice('network', {
        title: localized('Network', '网络'),
        about: localized('What reads a text.', '用于读取文本的网络。'),
        default: 'cnn',
        options: [
          titled('cnn', 'CNN over phrases of 3 to 5 words', '3 至 5 词短语上的 CNN'),
          titled('bilstm', 'Bidirectional LSTM', '双向 LSTM'),
          titled('transformer', 'Transformer'),
        ],
        search: true,
      }),
      sequenceLength(128),
      vocabulary,
      embeddingSize(['cnn', 'bilstm']),
      whole('hidden', {
        title: localized('Hidden units', '隐藏单元数'),
        about: localized(
          'Units of the LSTM in each direction, filters of each width of the CNN, or size of the Transformer.',
          'LSTM 每个方向的单元数、CNN 每种宽度的卷积核数，或 Transformer 的维度。',
        ),
        default: 64,
        min: 4,
        max: 1024,
        search: { from: 16, to: 256, scale: 'logarithmic' },
      }),
      attentionHeads,
      encoderLayers,
      { ...wordDropout, when: { parameter: 'network', isIn: ['bilstm', 'transformer'] } },
      dropoutRate(0.3),
      ...optimizing(comparing),
    ],
  },
] as const satisfies readonly Recipe[];
