/** @file Recipes that classify texts. */
import type { Recipe } from '../../../src-shared/contract.ts';
import { choice, real, said, whole } from './definition.ts';
import { dropoutRate, fitting, optimizing } from './parameters.ts';

const sequenceLength = (words: number) =>
  whole(
    'sequenceLength',
    said('How many words of a text are read, from its beginning.', '从文本开头起读取的词数。'),
    { default: words, min: 4, max: 2048, unit: 'words' },
  );

const vocabulary = whole(
  'vocabulary',
  said('How many different words are known; the rarest are left out.', '认识的词的数量；最少见的词被忽略。'),
  { default: 10_000, min: 100, max: 200_000, unit: 'words' },
);

const reading = [
  sequenceLength(200),
  vocabulary,
  whole('embedding', said('Length of a word’s vector.', '词向量的长度。'), {
    default: 64,
    min: 4,
    max: 1024,
    search: { from: 16, to: 256, scale: 'logarithmic' },
  }),
];

const hidden = whole('hidden', said('Size of the memory.', '记忆的大小。'), {
  default: 64,
  min: 4,
  max: 1024,
  search: { from: 16, to: 256, scale: 'logarithmic' },
});

const pooling = choice('pooling', said('What of the memory names the class.', '用记忆的哪一部分判断类别。'), {
  default: 'mean',
  options: [
    { value: 'last', title: said('Its last state', '最后的状态') },
    { value: 'mean', title: said('The mean over the words', '各词状态的平均') },
  ],
  search: true,
});

const wordDropout = real(
  'wordDropout',
  said(
    'Share of the words left out at random while training, so that no text is seen twice the same.',
    '训练时随机略去的词的比例，使同一文本每次都不相同。',
  ),
  { default: 0.4, min: 0, max: 0.9, search: { from: 0, to: 0.6, scale: 'linear' } },
);

const usual = { epochs: 10, batchSize: 64, learningRate: 2e-3, patience: 3 };

/** Chosen on the validation split of the SpamAssassin e-mails, as docs/decisions/0053 says. */
const recurrent = { ...usual, epochs: 6, schedule: 'cosine' } as const;

const recurrentParameters = [
  ...fitting(recurrent),
  ...reading,
  hidden,
  pooling,
  wordDropout,
  dropoutRate(0.3),
  ...optimizing(recurrent),
];

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
    name: 'text-lstm',
    title: said('Text classifier (LSTM)', '文本分类（LSTM）'),
    summary: said(
      'Words become vectors (Embedding), an LSTM reads them in order, and a dense layer names the class. Trained with cross-entropy and Adam; the best epoch on the validation split becomes the model.',
      '词变为向量（Embedding），LSTM 按顺序读取，再由全连接层给出类别。用交叉熵和 Adam 训练；验证集上最好的一轮成为模型。',
    ),
    explanation: said(
      `Each word is looked up in a table of learned vectors. A **long short-term memory** walks over them and keeps a cell $c$ that gates can write to, read from and empty, so that it remembers over many words (Hochreiter & Schmidhuber 1997):

${lstmFormulas}

The mean of its states $h_t$ (or, as you choose, the last) goes through a dense layer; softmax turns it into probabilities, and training lowers the cross-entropy $-\\ln p_{\\text{label}}$. Good first choice for e-mails and messages of up to a page; a minute on two cores for some thousand texts.`,
      `每个词在可学习的向量表中查得一个向量。**长短期记忆网络**逐词读取，用门控制单元 $c$ 的写入、读出与清空，因此能记住较远的词（Hochreiter & Schmidhuber 1997）：

${lstmFormulas}

各步状态 $h_t$ 的平均（也可选最后的状态）经过全连接层，softmax 给出概率，训练使交叉熵 $-\\ln p_{\\text{label}}$ 下降。适合邮件和一页以内的消息；几千条文本在双核上约一分钟。`,
    ),
    parameters: recurrentParameters,
  },
  {
    ...classifies,
    name: 'text-bilstm',
    title: said('Text classifier (bidirectional LSTM)', '文本分类（双向 LSTM）'),
    summary: said(
      'Two LSTMs read the text, one from the front and one from the back; their states together name the class. Slower than one LSTM, better where what comes later changes the meaning.',
      '两个 LSTM 分别从前往后、从后往前读取，合并两者的状态给出类别。比单向慢，适合后文影响语义的文本。',
    ),
    explanation: said(
      `One LSTM reads forwards, another backwards (Schuster & Paliwal 1997):

${lstmFormulas}

The class is read from the states of both, $[\\overrightarrow{h_t};\\overleftarrow{h_t}]$, their mean or the last ones, so that each word has been seen with what stands before and after it.`,
      `一个 LSTM 正向读取，另一个反向读取（Schuster & Paliwal 1997）：

${lstmFormulas}

类别由两个方向的状态 $[\\overrightarrow{h_t};\\overleftarrow{h_t}]$（取平均或最后的状态）得出，每个词都结合了前文与后文。`,
    ),
    parameters: recurrentParameters,
  },
  {
    ...classifies,
    name: 'text-gru',
    title: said('Text classifier (GRU)', '文本分类（GRU）'),
    summary: said(
      'Like the LSTM with a simpler memory: fewer weights, faster steps, often as good on short texts.',
      '与 LSTM 类似但记忆更简单：权重更少、每步更快，短文本上常常同样好。',
    ),
    explanation: said(
      `A **gated recurrent unit** mixes its old state with a new proposal (Cho et al. 2014):

$$z,r=\\sigma(xW+hU+b),\\quad n=\\tanh(xW_n+b_n+r\\odot(hU_n+c_n))$$
$$h_t=(1-z)\\odot n+z\\odot h_{t-1}$$

Three gates instead of four and no cell: about a quarter fewer weights than an LSTM of the same size.`,
      `**门控循环单元**把旧状态与新候选混合（Cho et al. 2014）：

$$z,r=\\sigma(xW+hU+b),\\quad n=\\tanh(xW_n+b_n+r\\odot(hU_n+c_n))$$
$$h_t=(1-z)\\odot n+z\\odot h_{t-1}$$

三个门、没有单元：同样大小时比 LSTM 少约四分之一的权重。`,
    ),
    parameters: recurrentParameters,
  },
  {
    ...classifies,
    name: 'text-cnn',
    title: said('Text classifier (TextCNN)', '文本分类（TextCNN）'),
    summary: said(
      'Filters look for telling phrases of three, four and five words anywhere in the text. Fast, and strong where single phrases decide.',
      '卷积核在全文中寻找由三、四、五个词组成的关键短语。速度快，适合由个别短语决定类别的文本。',
    ),
    explanation: said(
      `Filters of widths $k=3,4,5$ slide over the word vectors; of each filter the strongest response counts (Kim 2014):

$$c_i=\\mathrm{ReLU}(w\\cdot x_{i:i+k-1}+b),\\qquad \\hat c=\\max_i c_i$$

The maxima of all filters, thinned by dropout, go through a dense layer. Word order matters only inside a phrase.`,
      `宽度为 $k=3,4,5$ 的卷积核在词向量上滑动，每个核只取最强的响应（Kim 2014）：

$$c_i=\\mathrm{ReLU}(w\\cdot x_{i:i+k-1}+b),\\qquad \\hat c=\\max_i c_i$$

所有核的最大值经过 dropout 后进入全连接层；词序只在短语内部起作用。`,
    ),
    parameters: [
      ...fitting({ ...usual, learningRate: 1e-3 }),
      ...reading,
      whole('filters', said('Filters of each width.', '每种宽度的卷积核数。'), {
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
    title: said('Text classifier (Transformer)', '文本分类（Transformer）'),
    summary: said(
      'Every word looks at every other word (attention), layer by layer; the mean over the words names the class.',
      '每个词通过注意力查看所有其他词，逐层加工；对各词取平均后给出类别。',
    ),
    explanation: said(
      `In each layer every word asks the others with a query $q$ and gathers their values $v$ by how well their keys $k$ answer (Vaswani et al. 2017):

$$\\mathrm{Attention}(Q,K,V)=\\mathrm{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt{d}}+M\\right)V$$

The mask $M$ hides padding. Several heads do this side by side; a small network works on each word; layer normalization keeps the scale. The mean over the words goes through a dense layer. The learning rate warms up and then falls along a cosine.`,
      `每一层中，每个词用查询 $q$ 询问其他词，按键 $k$ 的匹配程度汇集它们的值 $v$（Vaswani et al. 2017）：

$$\\mathrm{Attention}(Q,K,V)=\\mathrm{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt{d}}+M\\right)V$$

掩码 $M$ 遮住填充。多个头并行；每个词再经过小网络；层归一化保持尺度。对各词取平均后进入全连接层。学习率先预热，再按余弦下降。`,
    ),
    parameters: [
      ...fitting(attending),
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
    whole(
      'width',
      said('Length of a token’s vector; the heads share it.', '词元向量的长度，由各注意力头平分。'),
      {
        default: width,
        min: 8,
        max: 1024,
        search: { from: 32, to: 256, scale: 'logarithmic' },
      },
    ),
    whole('heads', said('Attention heads in each layer.', '每层的注意力头数。'), {
      default: heads,
      min: 1,
      max: 16,
    }),
    whole('layers', said('Layers one after the other.', '堆叠的层数。'), {
      default: layers,
      min: 1,
      max: 24,
      search: { from: 1, to: 6, scale: 'linear' },
    }),
  ] as const;
}
