/** @file Recipes for tables. */
import type { Recipe } from '../../../src-shared/contract.ts';
import { choice, said, whole } from './definition.ts';
import { dropoutRate, fitting, optimizing } from './parameters.ts';

const usual = { epochs: 200, batchSize: 32, learningRate: 1e-2, patience: 20 };
const network = { epochs: 100, batchSize: 64, learningRate: 1e-3, patience: 10 };

const layers = [
  whole('hidden', said('Size of each hidden layer.', '每个隐藏层的大小。'), {
    default: 64,
    min: 2,
    max: 4096,
    search: { from: 16, to: 512, scale: 'logarithmic' },
  }),
  whole('layers', said('Hidden layers.', '隐藏层数。'), {
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
    title: said('Linear regression', '线性回归'),
    summary: said(
      'The number is a weighted sum of the columns. The baseline that everything else must beat, and the easiest to explain.',
      '目标是各列的加权和。其他方法都应超过它的基线，也最容易解释。',
    ),
    explanation: said(
      `$$\\hat y=w^\\top x+b,\\qquad L=\\frac1n\\sum_i(\\hat y_i-y_i)^2$$

Numbers are standardized (mean 0, deviation 1), categories become one column a value. With standardized columns the size of a weight says how much a column matters.`,
      `$$\\hat y=w^\\top x+b,\\qquad L=\\frac1n\\sum_i(\\hat y_i-y_i)^2$$

数值列被标准化（均值 0、标准差 1），类别列按取值展开。标准化后，权重的大小表示该列的影响。`,
    ),
    parameters: [...fitting(usual), ...optimizing(usual)],
  },
  {
    name: 'logistic-regression',
    task: 'classify',
    kind: 'table',
    targets: ['class'],
    title: said('Logistic regression', '逻辑回归'),
    summary: said(
      'Each class gets a weighted sum of the columns, and softmax makes probabilities of them. A strong, explainable baseline.',
      '每个类别得到各列的加权和，softmax 把它们变为概率。强而可解释的基线。',
    ),
    explanation: said(
      `$$p(c\\mid x)=\\mathrm{softmax}(Wx+b)_c,\\qquad L=-\\frac1n\\sum_i\\ln p(y_i\\mid x_i)$$

Numbers are standardized, categories become one column a value. The loss is convex: any start ends at the same weights.`,
      `$$p(c\\mid x)=\\mathrm{softmax}(Wx+b)_c,\\qquad L=-\\frac1n\\sum_i\\ln p(y_i\\mid x_i)$$

数值列被标准化，类别列按取值展开。损失是凸函数：任何起点都收敛到相同的权重。`,
    ),
    parameters: [...fitting(usual), ...optimizing(usual)],
  },
  {
    name: 'table-classifier',
    task: 'classify',
    kind: 'table',
    targets: ['class'],
    title: said('Table classifier (neural network)', '表格分类（神经网络）'),
    summary: said(
      'Numbers are standardized, each category gets a learned vector, and hidden layers mix them: finds what a weighted sum cannot.',
      '数值标准化，类别变为可学习的向量，由隐藏层混合：能发现加权和找不到的规律。',
    ),
    explanation: said(
      `$$h_0=[\\text{numbers};\\text{embeddings}],\\quad h_{l+1}=\\mathrm{ReLU}(W_lh_l+b_l),\\quad p=\\mathrm{softmax}(Wh+b)$$

Categories become learned vectors (Guo & Berkhahn 2016), so that similar values may come to lie close together. Dropout keeps small tables from being learned by heart.`,
      `$$h_0=[\\text{numbers};\\text{embeddings}],\\quad h_{l+1}=\\mathrm{ReLU}(W_lh_l+b_l),\\quad p=\\mathrm{softmax}(Wh+b)$$

类别变为可学习的向量（Guo & Berkhahn 2016），相似的取值会彼此靠近。dropout 防止小表格被死记硬背。`,
    ),
    parameters: [...fitting(network), ...layers, dropoutRate(0.1), ...optimizing(network)],
  },
  {
    name: 'table-regressor',
    task: 'regress',
    kind: 'table',
    targets: ['number'],
    title: said('Table regressor (neural network)', '表格回归（神经网络）'),
    summary: said(
      'Hidden layers over numbers and learned vectors of categories estimate a number.',
      '对数值与类别向量使用隐藏层，估计一个数值。',
    ),
    explanation: said(
      `$$h_0=[\\text{numbers};\\text{embeddings}],\\quad h_{l+1}=\\mathrm{ReLU}(W_lh_l+b_l),\\quad \\hat y=w^\\top h+b$$

The target is standardized while training and brought back afterwards. The Huber loss counts outliers less than the squared error does.`,
      `$$h_0=[\\text{numbers};\\text{embeddings}],\\quad h_{l+1}=\\mathrm{ReLU}(W_lh_l+b_l),\\quad \\hat y=w^\\top h+b$$

训练时目标被标准化，预测时再还原。Huber 损失对离群值不如平方误差敏感。`,
    ),
    parameters: [
      ...fitting(network),
      ...layers,
      dropoutRate(0),
      choice('loss', said('How an error counts.', '误差的计算方式。'), {
        default: 'mse',
        options: [
          { value: 'mse', title: said('Squared error', '平方误差') },
          { value: 'mae', title: said('Absolute error', '绝对误差') },
          { value: 'huber', title: said('Huber', 'Huber') },
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
    title: said('Autoencoder', '自编码器'),
    summary: said(
      'Squeezes each row through a narrow layer and builds it up again. Rows it cannot rebuild are unusual; no labels needed.',
      '把每一行压缩到狭窄的一层再还原。难以还原的行就是异常；不需要标签。',
    ),
    explanation: said(
      `$$z=f(x),\\qquad \\hat x=g(z),\\qquad L=\\frac1n\\sum_i\\lVert\\hat x_i-x_i\\rVert^2$$

The code $z$ is smaller than $x$, so only what rows have in common survives (Hinton & Salakhutdinov 2006). The exported model gives the reconstruction, the code and the error of each row.`,
      `$$z=f(x),\\qquad \\hat x=g(z),\\qquad L=\\frac1n\\sum_i\\lVert\\hat x_i-x_i\\rVert^2$$

编码 $z$ 比 $x$ 小，只有各行共有的规律得以保留（Hinton & Salakhutdinov 2006）。导出的模型给出还原结果、编码和每行的误差。`,
    ),
    parameters: [
      ...fitting(network),
      layers[0],
      whole('code', said('Size of the narrow layer.', '瓶颈层的大小。'), {
        default: 8,
        min: 1,
        max: 1024,
        search: { from: 2, to: 64, scale: 'logarithmic' },
      }),
      ...optimizing(network),
    ],
  },
] as const satisfies readonly Recipe[];
