/** @file Recipes for tables. */
import type { Recipe } from '../../../src-shared/contract.ts';
import { choice, localized, whole } from './definition.ts';
import { classWeights, dropoutRate, fitting, optimizing } from './parameters.ts';

const usual = { epochs: 200, batchSize: 32, learningRate: 1e-2, patience: 20 };
const network = { epochs: 100, batchSize: 64, learningRate: 1e-3, patience: 10 };

const layers = [
  whole('hidden', {
    title: localized('Hidden units', '隐藏单元数'),
    about: localized('Units in each hidden layer.', '每个隐藏层的单元数。'),
    default: 64,
    min: 2,
    max: 4096,
    search: { from: 16, to: 512, scale: 'logarithmic' },
  }),
  whole('layers', {
    title: localized('Layers', '层数'),
    about: localized('Number of hidden layers.', '隐藏层的数量。'),
    default: 2,
    min: 1,
    max: 8,
    search: { from: 1, to: 4, scale: 'linear' },
  }),
] as const;

export const tableRecipes = [
  {
    name: 'linear-regression',
    task: 'regress',
    kind: 'table',
    targets: ['number'],
    title: localized('Linear regression', '线性回归'),
    summary: localized(
      'Predicts the number as a weighted sum of the columns. The baseline for other models, and the easiest to interpret.',
      '用各列的加权和预测目标数值。它是其他模型的基线，也最容易解释。',
    ),
    explanation: localized(
      `$$\\hat y=w^\\top x+b,\\qquad L=\\frac1n\\sum_i(\\hat y_i-y_i)^2$$

Numbers are standardized (mean 0, standard deviation 1), and categories are one-hot encoded. Because the columns are standardized, the size of a weight shows how much a column matters.`,
      `$$\\hat y=w^\\top x+b,\\qquad L=\\frac1n\\sum_i(\\hat y_i-y_i)^2$$

数值列做标准化（均值 0、标准差 1），类别列做独热编码。标准化后，权重的大小表示该列的影响。`,
    ),
    parameters: [...fitting(usual), ...optimizing(usual)],
  },
  {
    name: 'logistic-regression',
    task: 'classify',
    kind: 'table',
    targets: ['class'],
    title: localized('Logistic regression', '逻辑回归'),
    summary: localized(
      'Computes a weighted sum of the columns for each class and turns the sums into probabilities with softmax. A strong baseline that is easy to interpret.',
      '为每个类别计算各列的加权和，再用 softmax 转换为概率。效果好且易于解释的基线。',
    ),
    explanation: localized(
      `$$p(c\\mid x)=\\mathrm{softmax}(Wx+b)_c,\\qquad L=-\\frac1n\\sum_i\\ln p(y_i\\mid x_i)$$

Numbers are standardized, and categories are one-hot encoded. The loss is convex, so training converges to the same weights from any start.`,
      `$$p(c\\mid x)=\\mathrm{softmax}(Wx+b)_c,\\qquad L=-\\frac1n\\sum_i\\ln p(y_i\\mid x_i)$$

数值列做标准化，类别列做独热编码。损失是凸函数，从任何初值都收敛到相同的权重。`,
    ),
    parameters: [...fitting(usual), classWeights, ...optimizing(usual)],
  },
  {
    name: 'table-classifier',
    task: 'classify',
    kind: 'table',
    targets: ['class'],
    title: localized('Table classifier (neural network)', '表格分类（神经网络）'),
    summary: localized(
      'A multilayer perceptron on standardized numbers and category embeddings. It can learn interactions that a weighted sum cannot.',
      '以标准化数值和类别嵌入为输入的多层感知机，能学到加权和无法表达的特征交互。',
    ),
    explanation: localized(
      `$$h_0=[\\text{numbers};\\text{embeddings}],\\quad h_{l+1}=\\mathrm{ReLU}(W_lh_l+b_l),\\quad p=\\mathrm{softmax}(Wh+b)$$

Each category is mapped to a learned embedding (Guo & Berkhahn 2016), so that similar values can end up close together. Dropout reduces overfitting on small tables.`,
      `$$h_0=[\\text{numbers};\\text{embeddings}],\\quad h_{l+1}=\\mathrm{ReLU}(W_lh_l+b_l),\\quad p=\\mathrm{softmax}(Wh+b)$$

每个类别映射为可学习的嵌入向量（Guo & Berkhahn 2016），相似的取值会彼此靠近。dropout 可减轻小表格上的过拟合。`,
    ),
    parameters: [...fitting(network), classWeights, ...layers, dropoutRate(0.1), ...optimizing(network)],
  },
  {
    name: 'table-regressor',
    task: 'regress',
    kind: 'table',
    targets: ['number'],
    title: localized('Table regressor (neural network)', '表格回归（神经网络）'),
    summary: localized(
      'A multilayer perceptron on standardized numbers and category embeddings that predicts a number.',
      '以标准化数值和类别嵌入为输入的多层感知机，预测一个数值。',
    ),
    explanation: localized(
      `$$h_0=[\\text{numbers};\\text{embeddings}],\\quad h_{l+1}=\\mathrm{ReLU}(W_lh_l+b_l),\\quad \\hat y=w^\\top h+b$$

The target is standardized for training, and predictions are scaled back to its unit. The Huber loss is less sensitive to outliers than the squared error.`,
      `$$h_0=[\\text{numbers};\\text{embeddings}],\\quad h_{l+1}=\\mathrm{ReLU}(W_lh_l+b_l),\\quad \\hat y=w^\\top h+b$$

训练时目标做标准化，预测时再还原为原单位。与平方误差相比，Huber 损失对离群值不那么敏感。`,
    ),
    parameters: [
      ...fitting(network),
      ...layers,
      dropoutRate(0),
      choice('loss', {
        title: localized('Loss', '损失函数'),
        about: localized('Loss function.', '损失函数。'),
        default: 'mse',
        options: [
          { value: 'mse', title: localized('Squared error', '平方误差') },
          { value: 'mae', title: localized('Absolute error', '绝对误差') },
          { value: 'huber', title: localized('Huber', 'Huber') },
        ],
      }),
      ...optimizing(network),
    ],
  },
  {
    name: 'table-autoencoder',
    task: 'reconstruct',
    kind: 'table',
    targets: ['class', 'number', 'none'],
    title: localized('Autoencoder', '自编码器'),
    summary: localized(
      'Compresses each row through a bottleneck and reconstructs it. Rows with a large reconstruction error are anomalies. Needs no labels.',
      '把每一行经瓶颈层压缩后再重构。重构误差大的行就是异常行。不需要标签。',
    ),
    explanation: localized(
      `$$z=f(x),\\qquad \\hat x=g(z),\\qquad L=\\frac1n\\sum_i\\lVert\\hat x_i-x_i\\rVert^2$$

The code $z$ has fewer dimensions than $x$, so it keeps only the structure that the rows share (Hinton & Salakhutdinov 2006). The exported model returns the reconstruction, the code and the error of each row.`,
      `$$z=f(x),\\qquad \\hat x=g(z),\\qquad L=\\frac1n\\sum_i\\lVert\\hat x_i-x_i\\rVert^2$$

编码 $z$ 的维度比 $x$ 低，只保留各行共有的结构（Hinton & Salakhutdinov 2006）。导出的模型输出重构结果、编码和每行的误差。`,
    ),
    parameters: [
      ...fitting(network),
      layers[0],
      whole('code', {
        title: localized('Bottleneck size', '瓶颈层大小'),
        about: localized('Units in the bottleneck.', '瓶颈层的单元数。'),
        default: 8,
        min: 1,
        max: 1024,
        search: { from: 2, to: 64, scale: 'logarithmic' },
      }),
      ...optimizing(network),
    ],
  },
] as const satisfies readonly Recipe[];
