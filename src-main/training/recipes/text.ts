/** @file Recipes that classify texts. */
import type { Recipe } from '../../../src-shared/contract.ts';
import { choice, onOff, real, localized, whole } from './definition.ts';
import { classWeights, dropoutRate, fitting, optimizing } from './parameters.ts';

export const sequenceLength = (words: number) =>
  whole('sequenceLength', {
    title: localized('Sequence length', '序列长度'),
    about: localized('Words of each text that are used, from its beginning.', '每条文本从开头起使用的词数。'),
    default: words,
    min: 4,
    max: 2048,
    unit: 'words',
  });

export const vocabulary = whole('vocabulary', {
  title: localized('Vocabulary size', '词表大小'),
  about: localized(
    'Number of words in the vocabulary. The rarest words are left out.',
    '词表中的词数，最少见的词会被忽略。',
  ),
  default: 10_000,
  min: 100,
  max: 200_000,
  unit: 'words',
});

export const reading = [
  sequenceLength(200),
  vocabulary,
  whole('embedding', {
    title: localized('Embedding size', '词向量维度'),
    about: localized('Dimension of the word embeddings.', '词向量的维度。'),
    default: 64,
    min: 4,
    max: 1024,
    search: { from: 16, to: 256, scale: 'logarithmic' },
  }),
];

export const hidden = whole('hidden', {
  title: localized('Hidden units', '隐藏单元数'),
  about: localized('Units in the recurrent layer.', '循环层的单元数。'),
  default: 64,
  min: 4,
  max: 1024,
  search: { from: 16, to: 256, scale: 'logarithmic' },
});

export const pooling = choice('pooling', {
  title: localized('Pooling', '池化'),
  about: localized(
    'How the hidden states are combined for classification.',
    '用于分类的隐藏状态的汇总方式。',
  ),
  default: 'mean',
  options: [
    { value: 'last', title: localized('Last state', '最后状态') },
    { value: 'mean', title: localized('Mean over time', '时间平均') },
  ],
  search: true,
});

export const wordDropout = real('wordDropout', {
  title: localized('Word dropout', '词丢弃率'),
  about: localized(
    'Share of words dropped at random while training, so that each epoch sees a different version of a text.',
    '训练时随机丢弃的词的比例，使每轮看到的文本都略有不同。',
  ),
  default: 0.4,
  min: 0,
  max: 0.9,
  search: { from: 0, to: 0.6, scale: 'linear' },
});

const usual = { epochs: 10, batchSize: 64, learningRate: 2e-3, patience: 3 };

/** Chosen on the validation split of the SpamAssassin e-mails, as docs/decisions/0053 says. */
const recurrent = { ...usual, epochs: 6, schedule: 'cosine' } as const;

const recurrentParameters = [
  ...fitting(recurrent),
  classWeights,
  ...reading,
  hidden,
  pooling,
  wordDropout,
  dropoutRate(0.3),
  ...optimizing(recurrent),
];

/** A convex loss: it ends where it ends, and takes seconds. */
const convex = {
  epochs: 20,
  batchSize: 32,
  learningRate: 5e-2,
  patience: 4,
  schedule: 'cosine',
  weightDecay: 1e-5,
} as const;

/** Attention costs with the square of the length. */
const attending = {
  ...usual,
  epochs: 5,
  learningRate: 1e-3,
  schedule: 'cosine',
  warmup: 0.1,
} as const;

const classifies = { task: 'classify', kind: 'text', targets: ['class'] } satisfies Partial<Recipe>;

const lstmFormulas = `$$i,o,f=\\sigma(xW+hU+b),\\quad z=\\tanh(xW_z+hU_z+b_z)$$
$$c_t=f\\odot c_{t-1}+i\\odot z,\\qquad h_t=o\\odot\\tanh c_t$$`;

export const textRecipes = [
  {
    ...classifies,
    name: 'text-tfidf',
    title: localized('Text classifier (TF-IDF and logistic regression)', '文本分类（TF-IDF 与逻辑回归）'),
    summary: localized(
      'Counts words and pairs of words, weights them by how rare they are, and adds up one weight per class. Trained in seconds, hard to beat on a few thousand texts, and the baseline of every text classifier.',
      '统计词与相邻词对，按稀有程度加权，再为每个类别求加权和。几秒即可训练完成，在几千条文本上很难被超越，也是所有文本分类模型的基线。',
    ),
    explanation: localized(
      `A feature is a word, or two words that follow each other. Of $n$ training texts, $\\mathrm{df}_j$ contain the feature $j$; a text that contains it $\\mathrm{tf}_j>0$ times gets (Salton & Buckley 1988)

$$x_j=(1+\\ln\\mathrm{tf}_j)\\Big(1+\\ln\\frac{1+n}{1+\\mathrm{df}_j}\\Big),\\qquad x\\leftarrow\\frac{x}{\\lVert x\\rVert_2}$$
$$p(c\\mid x)=\\mathrm{softmax}(Wx+b)_c$$

The loss is convex, so that no class is left out by an unlucky start. Word order counts only within a pair.`,
      `特征是一个词，或两个相邻的词。在 $n$ 条训练文本中有 $\\mathrm{df}_j$ 条含特征 $j$；某条文本含它 $\\mathrm{tf}_j>0$ 次，则（Salton & Buckley 1988）

$$x_j=(1+\\ln\\mathrm{tf}_j)\\Big(1+\\ln\\frac{1+n}{1+\\mathrm{df}_j}\\Big),\\qquad x\\leftarrow\\frac{x}{\\lVert x\\rVert_2}$$
$$p(c\\mid x)=\\mathrm{softmax}(Wx+b)_c$$

损失是凸函数，不会因初值不佳而漏掉某个类别。词序只在词对内部起作用。`,
    ),
    parameters: [
      ...fitting(convex),
      classWeights,
      ...[sequenceLength(200), vocabulary],
      onOff('pairs', {
        title: localized('Pairs of words', '相邻词对'),
        about: localized(
          'Count pairs of words that follow each other too, at most as many as the vocabulary has words.',
          '同时统计相邻词对，数量不超过词表大小。',
        ),
        default: true,
        search: true,
      }),
      ...optimizing(convex),
    ],
  },
  {
    ...classifies,
    name: 'text-lstm',
    title: localized('Text classifier (LSTM)', '文本分类（LSTM）'),
    summary: localized(
      'An embedding layer, an LSTM over the words and a dense layer for the classes. Trained with cross-entropy; the best epoch on the validation split becomes the model.',
      '嵌入层、逐词处理的 LSTM，再加输出类别的全连接层。用交叉熵训练；验证集上最好的一轮成为模型。',
    ),
    explanation: localized(
      `Each word is mapped to a learned embedding. A **long short-term memory** processes the embeddings in order. Its gates write to, read from and clear a cell state $c$, so that it can remember information over many words (Hochreiter & Schmidhuber 1997):

${lstmFormulas}

The hidden states $h_t$ are pooled (mean over time or last state) and passed to a dense layer with softmax. Training minimizes the cross-entropy $-\\ln p_{\\text{label}}$. A good first choice for e-mails and messages of up to a page: a few thousand texts take about a minute on two cores.`,
      `每个词映射为可学习的嵌入向量。**长短期记忆网络**按顺序处理这些向量，用门控制单元状态 $c$ 的写入、读出与清空，因此能记住较远的信息（Hochreiter & Schmidhuber 1997）：

${lstmFormulas}

隐藏状态 $h_t$ 经池化（时间平均或最后状态）后进入全连接层，由 softmax 得到概率，训练最小化交叉熵 $-\\ln p_{\\text{label}}$。适合邮件和一页以内的消息；几千条文本在双核上约需一分钟。`,
    ),
    parameters: recurrentParameters,
  },
  {
    ...classifies,
    name: 'text-bilstm',
    title: localized('Text classifier (bidirectional LSTM)', '文本分类（双向 LSTM）'),
    summary: localized(
      'Two LSTMs process the text, one forwards and one backwards, and their states are concatenated. Slower than a single LSTM, but better where later words change the meaning.',
      '两个 LSTM 分别正向和反向处理文本，并拼接两者的状态。比单向 LSTM 慢，但更适合后文影响语义的文本。',
    ),
    explanation: localized(
      `One LSTM processes the text forwards, another backwards (Schuster & Paliwal 1997):

${lstmFormulas}

The states of both directions, $[\\overrightarrow{h_t};\\overleftarrow{h_t}]$, are pooled and classified, so that each word is represented with the words before and after it.`,
      `一个 LSTM 正向处理文本，另一个反向处理（Schuster & Paliwal 1997）：

${lstmFormulas}

两个方向的状态 $[\\overrightarrow{h_t};\\overleftarrow{h_t}]$ 经池化后用于分类，每个词都结合了前文与后文。`,
    ),
    parameters: recurrentParameters,
  },
  {
    ...classifies,
    name: 'text-gru',
    title: localized('Text classifier (GRU)', '文本分类（GRU）'),
    summary: localized(
      'Like the LSTM, but with a simpler cell: fewer weights, faster steps and often the same accuracy on short texts.',
      '与 LSTM 类似但单元更简单：权重更少、每步更快，在短文本上准确率往往相当。',
    ),
    explanation: localized(
      `A **gated recurrent unit** interpolates between its previous state and a candidate state (Cho et al. 2014):

$$z,r=\\sigma(xW+hU+b),\\quad n=\\tanh(xW_n+b_n+r\\odot(hU_n+c_n))$$
$$h_t=(1-z)\\odot n+z\\odot h_{t-1}$$

Two gates and one candidate instead of three gates, one candidate and a cell: about a quarter fewer weights than an LSTM of the same size.`,
      `**门控循环单元**在先前状态与候选状态之间插值（Cho et al. 2014）：

$$z,r=\\sigma(xW+hU+b),\\quad n=\\tanh(xW_n+b_n+r\\odot(hU_n+c_n))$$
$$h_t=(1-z)\\odot n+z\\odot h_{t-1}$$

只有两个门和一个候选状态，没有单元状态：同样大小时比 LSTM 少约四分之一的权重。`,
    ),
    parameters: recurrentParameters,
  },
  {
    ...classifies,
    name: 'text-cnn',
    title: localized('Text classifier (TextCNN)', '文本分类（TextCNN）'),
    summary: localized(
      'Convolutions detect informative phrases of three, four and five words anywhere in the text. Fast, and accurate where single phrases decide the class.',
      '卷积在全文中检测由三、四、五个词组成的关键短语。速度快，适合由个别短语决定类别的文本。',
    ),
    explanation: localized(
      `Filters of width $k=3,4,5$ slide over the word embeddings, and max pooling keeps the strongest response of each filter (Kim 2014):

$$c_i=\\mathrm{ReLU}(w\\cdot x_{i:i+k-1}+b),\\qquad \\hat c=\\max_i c_i$$

The pooled features go through dropout and a dense layer. Word order matters only within a phrase.`,
      `宽度为 $k=3,4,5$ 的卷积核在词向量上滑动，最大池化保留每个卷积核最强的响应（Kim 2014）：

$$c_i=\\mathrm{ReLU}(w\\cdot x_{i:i+k-1}+b),\\qquad \\hat c=\\max_i c_i$$

池化后的特征经过 dropout 进入全连接层。词序只在短语内部起作用。`,
    ),
    parameters: [
      ...fitting({ ...usual, learningRate: 1e-3 }),
      classWeights,
      ...reading,
      whole('filters', {
        title: localized('Filters', '卷积核数'),
        about: localized('Number of filters per width.', '每种宽度的卷积核数。'),
        default: 64,
        min: 4,
        max: 1024,
        search: { from: 16, to: 256, scale: 'logarithmic' },
      }),
      dropoutRate(0.5),
      ...optimizing({ ...usual, learningRate: 1e-3 }),
    ],
  },
  {
    ...classifies,
    name: 'text-transformer',
    title: localized('Text classifier (Transformer)', '文本分类（Transformer）'),
    summary: localized(
      'Transformer encoder layers in which every word attends to every other word, followed by mean pooling and a dense layer.',
      '由 Transformer 编码层组成，每个词通过注意力关注所有其他词，再经平均池化和全连接层输出类别。',
    ),
    explanation: localized(
      `In each layer, every word compares its query $q$ with the keys $k$ of all words and takes the average of their values $v$, weighted by similarity (Vaswani et al. 2017):

$$\\mathrm{Attention}(Q,K,V)=\\mathrm{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt{d}}+M\\right)V$$

The mask $M$ hides padding. Several heads do this in parallel. A feed-forward network then processes each word, and layer normalization keeps activations in scale. Mean pooling over the words is followed by a dense layer. The learning rate warms up and then decays along a cosine.`,
      `每一层中，每个词将其查询 $q$ 与所有词的键 $k$ 比较，并按相似度对值 $v$ 加权平均（Vaswani et al. 2017）：

$$\\mathrm{Attention}(Q,K,V)=\\mathrm{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt{d}}+M\\right)V$$

掩码 $M$ 遮住填充。多个注意力头并行计算，每个词再经过前馈网络，层归一化保持数值尺度。对各词平均池化后进入全连接层。学习率先预热，再按余弦衰减。`,
    ),
    parameters: [
      ...fitting(attending),
      classWeights,
      ...[sequenceLength(128), vocabulary],
      ...attention(64, 4, 2),
      wordDropout,
      dropoutRate(0.1),
      ...optimizing(attending),
    ],
  },
] as const satisfies readonly Recipe[];

/** The sizes of a Transformer. */
export function attention(width: number, heads: number, layers: number) {
  return [
    whole('width', {
      title: localized('Width', '宽度'),
      about: localized(
        'Dimension of the token embeddings, divided among the attention heads.',
        '词元嵌入的维度，由各注意力头平分。',
      ),
      default: width,
      min: 8,
      max: 1024,
      search: { from: 32, to: 256, scale: 'logarithmic' },
    }),
    whole('heads', {
      title: localized('Attention heads', '注意力头数'),
      about: localized('Attention heads per layer.', '每层的注意力头数。'),
      default: heads,
      min: 1,
      max: 16,
    }),
    whole('layers', {
      title: localized('Layers', '层数'),
      about: localized('Number of Transformer layers.', 'Transformer 层数。'),
      default: layers,
      min: 1,
      max: 24,
      search: { from: 1, to: 6, scale: 'linear' },
    }),
  ] as const;
}
