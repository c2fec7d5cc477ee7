/** @file Recipes that learn the answers to annotation tasks: several labels of a text, spans of it, boxes and masks on images. */
import type { Recipe } from '../../../src-shared/contract.ts';
import { choice, localized, titled, whole } from './definition.ts';
import { size } from './images.ts';
import { attentionHeads, embeddingSize, encoderLayers } from './encoders.ts';
import { classWeights, dropoutRate, fitting, optimizing } from './parameters.ts';
import { hidden, pooling, reading, sequenceLength, vocabulary, wordDropout } from './text.ts';

const recurrent = {
  epochs: 12,
  batchSize: 64,
  learningRate: 3e-3,
  patience: 4,
  schedule: 'cosine',
} as const;

const tagging = {
  epochs: 15,
  batchSize: 32,
  learningRate: 3e-3,
  patience: 4,
  schedule: 'cosine',
  warmup: 0.1,
} as const;

const seeing = {
  epochs: 40,
  batchSize: 16,
  learningRate: 3e-3,
  patience: 8,
  schedule: 'cosine',
  warmup: 0.05,
} as const;

const channels = (usual: number) =>
  whole('width', {
    title: localized('Width', '宽度'),
    about: localized(
      'Filters of the first stage. Each later stage has more.',
      '第一阶段的卷积核数，之后各阶段更多。',
    ),
    default: usual,
    min: 4,
    max: 128,
    search: { from: 8, to: 64, scale: 'logarithmic' },
  });

export const answerRecipes = [
  {
    name: 'text-multilabel',
    task: 'multilabel',
    kind: 'text',
    targets: ['labels'],
    title: localized('Multi-label text classifier (LSTM)', '多标签文本分类（LSTM）'),
    summary: localized(
      'Gives a text all labels that apply, or none. Each label has a probability of its own and a threshold that is chosen on the validation split.',
      '为文本给出所有适用的标签，也可以一个都不给。每个标签有各自的概率，阈值在验证集上选定。',
    ),
    explanation: localized(
      `An embedding layer and an LSTM read the words, as in the text classifier. The last layer has one output per label, and each goes through a sigmoid of its own, so that the probabilities need not add up to 1 (binary relevance, Tsoumakas & Katakis 2007). The loss is the binary cross-entropy, averaged over the labels:

$$p_k=\\sigma(z_k),\\qquad L=-\\frac1K\\sum_k\\big[w_k\\,y_k\\ln p_k+(1-y_k)\\ln(1-p_k)\\big]$$

When training has ended, each label gets the threshold with the best F1 on the validation split; the exported model holds it. A text without any label ("none apply") is trained on like any other. With balanced class weights, $w_k$ is the number of texts without the label per text with it. Labels exclude or imply each other only through what the network reads.`,
      `与文本分类一样，先由嵌入层和 LSTM 逐词读取文本。最后一层为每个标签输出一个值，各自经过 sigmoid，因此各概率之和不必为 1（binary relevance，Tsoumakas & Katakis 2007）。损失是各标签二元交叉熵的平均：

$$p_k=\\sigma(z_k),\\qquad L=-\\frac1K\\sum_k\\big[w_k\\,y_k\\ln p_k+(1-y_k)\\ln(1-p_k)\\big]$$

训练结束后，为每个标签选取在验证集上 F1 最高的阈值，并随模型一同导出。没有任何标签（“都不适用”）的文本同样参与训练。类别权重设为均衡时，$w_k$ 是不含该标签与含该标签的文本数之比。标签之间的互斥或蕴含只能通过网络读到的内容学到。`,
    ),
    parameters: [
      ...fitting(recurrent),
      classWeights,
      ...reading,
      hidden,
      pooling,
      wordDropout,
      dropoutRate(0.3),
      ...optimizing(recurrent),
    ],
  },
  {
    name: 'text-tagger',
    task: 'tag',
    kind: 'text',
    targets: ['spans'],
    title: localized('Span tagger (BiLSTM or Transformer)', '文本片段标注（BiLSTM 或 Transformer）'),
    summary: localized(
      'Finds spans in texts, such as names or amounts, with their exact places. Each word of English or character of Chinese gets a tag.',
      '在文本中找出人名、金额等片段及其准确位置。英文逐词、中文逐字给出标记。',
    ),
    explanation: localized(
      `Spans become tags: \`B-person\` begins a span, \`I-person\` continues it, \`O\` is outside (Ramshaw & Marcus 1995). A bidirectional LSTM (Huang, Xu & Yu 2015) or a Transformer encoder (Devlin et al. 2019) reads the whole text and gives each token a probability for each tag:

$$L=-\\frac1T\\sum_t\\ln p(y_t\\mid x),\\qquad \\hat y=\\arg\\max_{y\\ \\text{valid}}\\sum_t\\ln p(y_t\\mid x)$$

Of the sequences in which \`I-…\` only follows a tag of its own class, the most likely one is taken (Viterbi). A span counts as found when its start, its end and its class are right (CoNLL 2003). Spans that overlap cannot be said: the longest is learned, and the run's log counts the others. What lies behind the sequence length is not seen.`,
      `片段转换为标记：\`B-person\` 表示片段开始，\`I-person\` 表示延续，\`O\` 表示不在片段内（Ramshaw & Marcus 1995）。双向 LSTM（Huang, Xu & Yu 2015）或 Transformer 编码器（Devlin et al. 2019）读取全文，为每个词元给出各标记的概率：

$$L=-\\frac1T\\sum_t\\ln p(y_t\\mid x),\\qquad \\hat y=\\arg\\max_{y\\ \\text{valid}}\\sum_t\\ln p(y_t\\mid x)$$

在 \`I-…\` 只跟在同类标记之后的序列中，取最可能的一个（维特比算法）。起点、终点和类别都正确才算找到（CoNLL 2003）。重叠的片段无法表示：只学习最长的一个，其余的数量记录在运行日志中。超出序列长度的部分不可见。`,
    ),
    parameters: [
      ...fitting(tagging),
      choice('network', {
        title: localized('Network', '网络'),
        about: localized('What reads the text.', '用于读取文本的网络。'),
        default: 'bilstm',
        options: [titled('bilstm', 'Bidirectional LSTM', '双向 LSTM'), titled('transformer', 'Transformer')],
        search: true,
      }),
      sequenceLength(128),
      vocabulary,
      embeddingSize(['bilstm']),
      hidden,
      attentionHeads,
      encoderLayers,
      wordDropout,
      dropoutRate(0.3),
      ...optimizing(tagging),
    ],
  },
  {
    name: 'image-detector',
    task: 'detect',
    kind: 'image',
    targets: ['regions'],
    title: localized('Object detector (without anchors)', '目标检测（无锚框）'),
    summary: localized(
      'Finds objects on images and draws an upright box around each, with its class and a score. Polygons and masks are learned as the boxes around them.',
      '在图片上找出目标，并为每个目标给出正框、类别和得分。多边形和掩码按其外接框学习。',
    ),
    explanation: localized(
      `A small convolutional network divides the image into cells. For each class it learns a heat map $\\hat Y$ that peaks at the middle of an object, and for each cell where the middle lies and the logarithms of width and height (CenterNet, Zhou et al. 2019). The loss of the heat map is a focal loss over its $N$ middles:

$$L=-\\frac1N\\sum\\begin{cases}(1-\\hat Y)^2\\ln\\hat Y & Y=1\\\\ (1-Y)^4\\,\\hat Y^2\\ln(1-\\hat Y) & Y<1\\end{cases}$$

The 100 highest peaks become boxes; of two boxes of a class that overlap by more than half, the one with the higher score stays. Reports give the average precision as COCO counts it. Limits: one object per cell, boxes are upright, and images are stretched to one size, so that objects narrower than a cell are hard to find. An image with nothing on it is trained on, too.`,
      `小型卷积网络将图片划分为单元格。它为每个类别学习热图 $\\hat Y$，在目标中心处取峰值；并为每个单元格学习中心的位置以及宽、高的对数（CenterNet，Zhou et al. 2019）。热图的损失是对 $N$ 个中心的 focal loss：

$$L=-\\frac1N\\sum\\begin{cases}(1-\\hat Y)^2\\ln\\hat Y & Y=1\\\\ (1-Y)^4\\,\\hat Y^2\\ln(1-\\hat Y) & Y<1\\end{cases}$$

最高的 100 个峰值成为边界框；同类的两个框重叠超过一半时，保留得分较高的一个。报告按 COCO 的方式计算平均精度。局限：每个单元格只有一个目标，框不旋转；图片会拉伸到统一尺寸，窄于一个单元格的目标很难找到。没有目标的图片同样参与训练。`,
    ),
    parameters: [
      ...fitting(seeing),
      size(0),
      channels(16),
      choice('cell', {
        title: localized('Cell size', '单元格大小'),
        about: localized(
          'Smaller cells find smaller objects; larger ones are about four times as fast.',
          '较小的单元格能找到更小的目标；较大的约快四倍。',
        ),
        default: '4',
        options: [titled('4', '4 pixels', '4 像素'), titled('8', '8 pixels', '8 像素')],
      }),
      ...optimizing(seeing),
    ],
  },
  {
    name: 'image-segmenter',
    task: 'segment',
    kind: 'image',
    targets: ['regions'],
    title: localized('Image segmenter (U-Net)', '图像分割（U-Net）'),
    summary: localized(
      'Gives each pixel a class, or none. Learned from polygons, masks and boxes; two objects of a class that touch are one.',
      '为每个像素给出一个类别，或不属于任何类别。可从多边形、掩码和边界框学习；相接的同类目标视为一个。',
    ),
    explanation: localized(
      `A U-Net (Ronneberger et al. 2015) shrinks the image twice and enlarges it again; at each size the details from the way down are added to the way up. Each pixel gets a probability for each class and for the background. The loss is the cross-entropy, in which rare classes weigh more, plus soft Dice (Milletari et al. 2016):

$$L=-\\frac1P\\sum_i w_{y_i}\\ln p_i(y_i)+1-\\frac1K\\sum_k\\frac{2\\sum_i p_{ik}\\,y_{ik}}{\\sum_i p_{ik}+\\sum_i y_{ik}}$$

Reports give the intersection over union of each class. Where regions overlap, the later one counts. Images are stretched to one size, and so are the masks that the model gives; what is smaller than a pixel there is lost. An image with nothing on it is trained on, too.`,
      `U-Net（Ronneberger et al. 2015）先将图片缩小两次再放大，并在每个尺寸上把缩小途中的细节加入放大途中。每个像素得到各类别及背景的概率。损失是交叉熵（稀有类别权重更大）加软 Dice（Milletari et al. 2016）：

$$L=-\\frac1P\\sum_i w_{y_i}\\ln p_i(y_i)+1-\\frac1K\\sum_k\\frac{2\\sum_i p_{ik}\\,y_{ik}}{\\sum_i p_{ik}+\\sum_i y_{ik}}$$

报告给出各类别的交并比。区域重叠时以后画的为准。图片会拉伸到统一尺寸，模型给出的掩码也是这一尺寸；在此尺寸下不足一个像素的内容会丢失。没有任何区域的图片同样参与训练。`,
    ),
    parameters: [...fitting(seeing), size(0), channels(16), ...optimizing(seeing)],
  },
] as const satisfies readonly Recipe[];
