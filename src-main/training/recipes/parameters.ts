/** @file The parameters that recipes share: each group is written down once and spread into the recipes that have it. */
import { choice, real, said, titled, whole, type ParametersOf } from './definition.ts';

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
  titled('cosine', 'Cosine to zero', '余弦降至零'),
  titled('step', 'A tenth after each third', '每三分之一降为十分之一'),
  titled('one-cycle', 'One cycle', '单周期'),
  titled('plateau', 'Half when validation stalls', '验证停滞时减半'),
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
    whole(
      'epochs',
      said('How often each training sample is seen, at most.', '每个训练样本最多被学习的次数。'),
      { default: usual.epochs, min: 1, max: 1000 },
    ),
    whole(
      'batchSize',
      said(
        'Samples per step. Larger is steadier and uses more memory.',
        '每步的样本数。越大越稳定，占用内存越多。',
      ),
      {
        default: usual.batchSize,
        min: 1,
        max: 1024,
        unit: 'samples',
        search: { from: 16, to: 256, scale: 'logarithmic' },
      },
    ),
    real('learningRate', said('How far each step moves the weights.', '每一步调整权重的幅度。'), {
      default: usual.learningRate,
      min: 1e-6,
      max: 1,
      search: { from: usual.learningRate / 10, to: usual.learningRate * 10, scale: 'logarithmic' },
    }),
    whole(
      'patience',
      said(
        'Stop after this many epochs without a lower validation loss; 0 never stops early.',
        '验证损失连续这么多轮不降则停止；0 表示不提前停止。',
      ),
      { default: usual.patience, min: 0, max: 1000, unit: 'epochs' },
    ),
  ] as const;
}

/** The optimizer and all around it. */
export function optimizing(usual: Usual) {
  return [
    choice('optimizer', said('How gradients become steps.', '由梯度得到更新量的方法。'), {
      default: usual.optimizer ?? 'adam',
      options: optimizers,
      advanced: true,
      search: true,
    }),
    choice('schedule', said('How the learning rate changes over the run.', '学习率随训练变化的方式。'), {
      default: usual.schedule ?? 'constant',
      options: schedules,
      advanced: true,
      search: true,
    }),
    real(
      'warmup',
      said(
        'Share of the steps over which the learning rate rises from zero.',
        '学习率从零升起所占的步数比例。',
      ),
      { default: usual.warmup ?? 0, min: 0, max: 0.5, advanced: true },
    ),
    real(
      'weightDecay',
      said(
        'How strongly weights are pulled to zero; biases and norms are left alone.',
        '把权重拉向零的强度；偏置与归一化参数不受影响。',
      ),
      {
        default: usual.weightDecay ?? 0,
        min: 0,
        max: 1,
        advanced: true,
        search: { from: 1e-5, to: 1e-1, scale: 'logarithmic' },
      },
    ),
    real(
      'clip',
      said(
        'Longest gradient, over all weights together; longer ones are scaled down. 0 never clips.',
        '全部权重梯度的最大范数，超过则等比缩小；0 表示不裁剪。',
      ),
      { default: usual.clip ?? 0, min: 0, max: 1000, advanced: true },
    ),
    whole(
      'accumulate',
      said(
        'Batches whose gradients make one update: as if batches were so much larger.',
        '累积多少批梯度再更新一次，相当于成倍增大批量。',
      ),
      { default: 1, min: 1, max: 256, unit: 'batches', advanced: true },
    ),
    real(
      'average',
      said(
        'Decay of a moving average of the weights that is judged and exported in their place; 0 keeps none.',
        '权重滑动平均的衰减率，评估与导出用平均后的权重；0 表示不使用。',
      ),
      { default: 0, min: 0, max: 0.9999, advanced: true },
    ),
    ...running,
  ] as const;
}

const running = [
  whole(
    'seed',
    said(
      'Same seed, data and machine: the same weights, bit for bit.',
      '种子、数据和机器相同，权重逐位相同。',
    ),
    { default: 1, min: 0, max: 2 ** 31 - 1 },
  ),
  whole(
    'threads',
    said(
      'Processor threads. Another number gives slightly different weights.',
      '处理器线程数。改变它会使权重略有不同。',
    ),
    { default: 2, min: 1, max: 64, advanced: true },
  ),
  choice(
    'provider',
    said(
      'What computes. Automatic takes the fastest that was tried and computes as the processor does.',
      '由什么来计算。自动会选用检测过、与处理器结果一致且最快的后端。',
    ),
    {
      default: 'auto',
      options: [
        titled('auto', 'Automatic', '自动'),
        titled('cpu', 'Processor', '处理器'),
        titled('webgpu', 'Graphics card (WebGPU)', '显卡（WebGPU）'),
        titled('cuda', 'NVIDIA card (CUDA)', 'NVIDIA 显卡（CUDA）'),
        titled('dml', 'Graphics card (DirectML)', '显卡（DirectML）'),
        titled('coreml', 'Apple chip (CoreML)', 'Apple 芯片（CoreML）'),
      ],
      advanced: true,
    },
  ),
] as const;

/** Chance that a value is left out while training. */
export function dropoutRate(usual: number) {
  return real(
    'dropout',
    said(
      'Share of values left out at random while training, so that none is relied on alone.',
      '训练时随机丢弃的比例，避免过度依赖个别值。',
    ),
    { default: usual, min: 0, max: 0.9, search: { from: 0, to: 0.6, scale: 'linear' } },
  );
}
