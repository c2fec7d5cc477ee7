/** @file The parameters that recipes share: each group is written down once and spread into the recipes that have it. */
import { choice, real, localized, titled, whole, type ParametersOf } from './definition.ts';

/** What all recipes have. */
export type SharedParameters = ParametersOf<ReturnType<typeof fitting>> &
  ParametersOf<ReturnType<typeof optimizing>>;

const optimizers = [
  titled('adam', 'Adam'),
  titled('adamw', 'AdamW'),
  titled('sgd', 'SGD with Nesterov momentum', '带 Nesterov 动量的 SGD'),
  titled('rmsprop', 'RMSprop'),
  titled('adagrad', 'Adagrad'),
  titled('lion', 'Lion'),
] as const;

const schedules = [
  titled('constant', 'Constant', '恒定'),
  titled('cosine', 'Cosine decay', '余弦衰减'),
  titled('step', 'Step decay (×0.1 after each third)', '阶梯衰减（每三分之一乘 0.1）'),
  titled('one-cycle', 'One cycle', '单周期'),
  titled('plateau', 'Halve on plateau', '停滞时减半'),
] as const;

interface Usual {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly patience: number;
  readonly optimizer?: (typeof optimizers)[number]['value'];
  readonly schedule?: (typeof schedules)[number]['value'];
  /** Share of the steps. */
  readonly warmup?: number;
  readonly weightDecay?: number;
  readonly clip?: number;
}

/** How long, how fast and in what order training goes: every recipe has these, in two groups around its own. */
export function fitting(usual: Usual) {
  return [
    whole('epochs', {
      title: localized('Epochs', '轮数'),
      about: localized('Maximum number of passes over the training data.', '遍历训练数据的最大次数。'),
      default: usual.epochs,
      min: 1,
      max: 1000,
    }),
    whole('batchSize', {
      title: localized('Batch size', '批量大小'),
      about: localized(
        'Samples per training step. Larger batches give less noisy gradients and use more memory.',
        '每个训练步的样本数。越大梯度噪声越小，占用内存越多。',
      ),
      default: usual.batchSize,
      min: 1,
      max: 1024,
      unit: 'samples',
      search: { from: 16, to: 256, scale: 'logarithmic' },
    }),
    real('learningRate', {
      title: localized('Learning rate', '学习率'),
      about: localized('Step size of the optimizer.', '优化器的步长。'),
      default: usual.learningRate,
      min: 1e-6,
      max: 1,
      search: { from: usual.learningRate / 10, to: usual.learningRate * 10, scale: 'logarithmic' },
    }),
    whole('patience', {
      title: localized('Early stopping patience', '早停耐心值'),
      about: localized(
        'Stop after this many epochs without a lower validation loss. 0 disables early stopping.',
        '验证损失连续这么多轮未下降则停止；0 表示不早停。',
      ),
      default: usual.patience,
      min: 0,
      max: 1000,
      unit: 'epochs',
    }),
    real('trainShare', {
      title: localized('Share of training samples', '训练样本占比'),
      about: localized(
        'Train on this share of the training split: of each class the same share, and a smaller share is part of a larger one. Validation and test stay whole.',
        '只用训练集的这一部分训练：每个类别取相同比例，较小的部分包含于较大的部分。验证集和测试集保持完整。',
      ),
      default: 1,
      min: 0.01,
      max: 1,
      advanced: true,
      search: { from: 0.1, to: 1, scale: 'logarithmic', ifAsked: true },
    }),
  ] as const;
}

/** What each class counts for in the loss, of recipes that tell classes apart. */
export const classWeights = choice('classWeights', {
  title: localized('Class weights', '类别权重'),
  about: localized(
    'Balanced: each class counts the same in the loss, however few samples it has.',
    '均衡：无论样本多少，每个类别在损失中的权重相同。',
  ),
  default: 'none',
  options: [titled('none', 'None', '无'), titled('balanced', 'Balanced', '均衡')],
  search: true,
});

/** The optimizer and all around it. */
export function optimizing(usual: Usual) {
  return [
    choice('optimizer', {
      title: localized('Optimizer', '优化器'),
      about: localized('Optimization algorithm.', '优化算法。'),
      default: usual.optimizer ?? 'adam',
      options: optimizers,
      advanced: true,
      search: true,
    }),
    choice('schedule', {
      title: localized('Learning rate schedule', '学习率调度'),
      about: localized('How the learning rate changes during training.', '训练过程中学习率的变化方式。'),
      default: usual.schedule ?? 'constant',
      options: schedules,
      advanced: true,
      search: true,
    }),
    real('warmup', {
      title: localized('Warm-up', '预热比例'),
      about: localized(
        'Share of the training steps in which the learning rate rises from zero.',
        '学习率从零升起所占的步数比例。',
      ),
      default: usual.warmup ?? 0,
      min: 0,
      max: 0.5,
      advanced: true,
    }),
    real('weightDecay', {
      title: localized('Weight decay', '权重衰减'),
      about: localized(
        'Strength of the decay of weights towards zero. Biases and normalization parameters are not decayed.',
        '权重向零衰减的强度；偏置与归一化参数不衰减。',
      ),
      default: usual.weightDecay ?? 0,
      min: 0,
      max: 1,
      advanced: true,
      search: { from: 1e-5, to: 1e-1, scale: 'logarithmic' },
    }),
    real('clip', {
      title: localized('Max gradient norm', '最大梯度范数'),
      about: localized(
        'Gradients with a larger global norm are scaled down to it. 0 disables clipping.',
        '全局梯度范数超过该值时等比缩小；0 表示不裁剪。',
      ),
      default: usual.clip ?? 0,
      min: 0,
      max: 1000,
      advanced: true,
    }),
    whole('accumulate', {
      title: localized('Gradient accumulation', '梯度累积'),
      about: localized(
        'Number of batches whose gradients are accumulated before each update. The effective batch size grows by this factor.',
        '每次更新前累积梯度的批数，有效批量按此倍数增大。',
      ),
      default: 1,
      min: 1,
      max: 256,
      unit: 'batches',
      advanced: true,
    }),
    real('average', {
      title: localized('EMA of weights', '权重指数滑动平均'),
      about: localized(
        'Decay of an exponential moving average of the weights. The averaged weights are evaluated and exported. 0 disables it.',
        '权重指数滑动平均的衰减率，评估与导出使用平均后的权重；0 表示不使用。',
      ),
      default: 0,
      min: 0,
      max: 0.9999,
      advanced: true,
    }),
    ...running,
  ] as const;
}

const running = [
  whole('seed', {
    title: localized('Seed', '随机种子'),
    about: localized(
      'With the same seed, data and machine, training gives the same weights, bit for bit.',
      '种子、数据和机器都相同时，训练得到的权重逐位相同。',
    ),
    default: 1,
    min: 0,
    max: 2 ** 31 - 1,
  }),
  whole('threads', {
    title: localized('Threads', '线程数'),
    about: localized(
      'CPU threads. A different number gives slightly different weights.',
      'CPU 线程数。改变它会使权重略有不同。',
    ),
    default: 2,
    min: 1,
    max: 64,
    advanced: true,
  }),
  choice('provider', {
    title: localized('Compute device', '计算设备'),
    about: localized(
      'The device that training runs on. Automatic uses the fastest tested device whose results match the CPU.',
      '训练所用的设备。“自动”会选用已检测、结果与 CPU 一致且最快的设备。',
    ),
    default: 'auto',
    options: [
      titled('auto', 'Automatic', '自动'),
      titled('cpu', 'CPU'),
      titled('webgpu', 'GPU (WebGPU)', 'GPU（WebGPU）'),
      titled('cuda', 'NVIDIA GPU (CUDA)', 'NVIDIA GPU（CUDA）'),
      titled('dml', 'GPU (DirectML)', 'GPU（DirectML）'),
      titled('coreml', 'Apple silicon (Core ML)', 'Apple 芯片（Core ML）'),
    ],
    advanced: true,
  }),
] as const;

/** Chance that a value is left out while training. */
export function dropoutRate(usual: number) {
  return real('dropout', {
    title: localized('Dropout', 'Dropout 比例'),
    about: localized(
      'Share of activations set to zero while training, which reduces overfitting.',
      '训练时随机置零的激活值比例，可减轻过拟合。',
    ),
    default: usual,
    min: 0,
    max: 0.9,
    search: { from: 0, to: 0.6, scale: 'linear' },
  });
}
