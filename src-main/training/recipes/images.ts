/** @file Recipes that classify pictures. */
import type { Recipe } from '../../../src-shared/contract.ts';
import { onOff, real, said, whole } from './definition.ts';
import { dropoutRate, fitting, optimizing } from './parameters.ts';

const usual = { epochs: 10, batchSize: 64, learningRate: 1e-3, patience: 4, schedule: 'cosine' } as const;

const classifies = { task: 'classify', kind: 'image', targets: ['class'] } satisfies Partial<Recipe>;

const size = (edge: number) =>
  whole(
    'imageSize',
    said(
      'Edge of the square that each picture is scaled to; 0 takes the data’s most common size.',
      '每张图片缩放到的正方形边长；0 表示取数据中最常见的大小。',
    ),
    { default: edge, min: 0, max: 512, unit: 'pixels' },
  );

/** Changes made at random to each training picture, so that none is seen twice the same. */
function augmentation({ flip }: { readonly flip: boolean }) {
  return [
    whole('crop', said('Pictures are moved by up to this many pixels.', '图片随机平移的最大像素数。'), {
      default: 2,
      min: 0,
      max: 64,
      unit: 'pixels',
    }),
    onOff('flip', said('Half of the pictures are mirrored left to right.', '一半图片左右翻转。'), {
      default: flip,
      search: true,
    }),
    whole('rotate', said('Pictures are turned by up to this many degrees.', '图片随机旋转的最大角度。'), {
      default: 0,
      min: 0,
      max: 180,
      unit: 'degrees',
    }),
    real(
      'color',
      said(
        'Brightness, contrast and saturation change by up to this share.',
        '亮度、对比度和饱和度随机变化的最大比例。',
      ),
      { default: 0, min: 0, max: 1 },
    ),
  ] as const;
}

export const imageRecipes = [
  {
    ...classifies,
    name: 'image-cnn',
    title: said('Picture classifier (small CNN)', '图片分类（小型 CNN）'),
    summary: said(
      'Two convolutions with pooling and a dense layer: made for digits and other small pictures, and good to start with.',
      '两层卷积加池化和一个全连接层：适合手写数字等小图片，是很好的起点。',
    ),
    explanation: said(
      `A convolution slides the same small filter over the whole picture (LeCun et al. 1998), pooling keeps the strongest response of each $2\\times2$ square:

$$y_{o,i,j}=\\mathrm{ReLU}\\Big(b_o+\\sum_{c,u,v}w_{o,c,u,v}\\,x_{c,i+u,j+v}\\Big)$$

32 filters, pooling, 64 filters, pooling, a dense layer of 128 with dropout, and one output a class. Reaches 99 % on MNIST's digits in a few minutes on two cores.`,
      `卷积用同一个小滤波器扫过整张图片（LeCun et al. 1998），池化保留每个 $2\\times2$ 方格中最强的响应：

$$y_{o,i,j}=\\mathrm{ReLU}\\Big(b_o+\\sum_{c,u,v}w_{o,c,u,v}\\,x_{c,i+u,j+v}\\Big)$$

32 个滤波器、池化、64 个滤波器、池化、128 维全连接层（带 dropout），最后每类一个输出。双核几分钟可在 MNIST 上达到 99 %。`,
    ),
    parameters: [
      ...fitting({ ...usual, epochs: 5 }),
      size(0),
      ...augmentation({ flip: false }),
      dropoutRate(0.25),
      ...optimizing(usual),
    ],
  },
  {
    ...classifies,
    name: 'image-cifar',
    title: said('Picture classifier (the CIFAR-10 tutorial’s net)', '图片分类（CIFAR-10 教程网络）'),
    summary: said(
      'The network of the well-known tutorial, layer by layer: three convolutions of 32, 64 and 64 filters, pooling, a dense layer of 64.',
      '经典教程中的网络，逐层一致：32、64、64 个滤波器的三层卷积，池化，64 维全连接层。',
    ),
    explanation: said(
      `Conv 32 3×3 – ReLU – max pool 2 – Conv 64 3×3 – ReLU – max pool 2 – Conv 64 3×3 – ReLU – flatten – dense 64 – ReLU – dense (classes). Without padding, as in the tutorial. Each weight $w$ of a filter moves against the gradient of the cross-entropy

$$L=-\\frac1n\\sum_i\\ln p(y_i\\mid x_i)$$

Pictures must be at least 22 pixels wide and high.`,
      `Conv 32 3×3 – ReLU – 最大池化 2 – Conv 64 3×3 – ReLU – 最大池化 2 – Conv 64 3×3 – ReLU – 展平 – 全连接 64 – ReLU – 全连接（类别数）。与教程一样不加填充。滤波器的每个权重 $w$ 沿交叉熵梯度的反方向移动：

$$L=-\\frac1n\\sum_i\\ln p(y_i\\mid x_i)$$

图片宽高至少 22 像素。`,
    ),
    parameters: [...fitting(usual), size(0), ...augmentation({ flip: true }), ...optimizing(usual)],
  },
  {
    ...classifies,
    name: 'image-resnet',
    title: said('Picture classifier (ResNet)', '图片分类（ResNet）'),
    summary: said(
      'Blocks of two convolutions that add to what came in, with batch normalization: deeper and more accurate, slower to train.',
      '每块两层卷积并与输入相加，配合批归一化：更深、更准，训练更慢。',
    ),
    explanation: said(
      `Each block learns what to add to its input (He et al. 2016), so that depth does not hurt:

$$y=\\mathrm{ReLU}\\big(x+\\mathrm{BN}(W_2*\\mathrm{ReLU}(\\mathrm{BN}(W_1*x)))\\big)$$

Batch normalization keeps the scale of each channel, $\\hat x=(x-\\mu)/\\sqrt{\\sigma^2+\\epsilon}$, with the batch's statistics while training and running ones afterwards; in the exported model it is folded into the convolutions.`,
      `每个残差块学习应给输入加上什么（He et al. 2016），因此加深不会变差：

$$y=\\mathrm{ReLU}\\big(x+\\mathrm{BN}(W_2*\\mathrm{ReLU}(\\mathrm{BN}(W_1*x)))\\big)$$

批归一化保持每个通道的尺度 $\\hat x=(x-\\mu)/\\sqrt{\\sigma^2+\\epsilon}$，训练时用当前批统计量，之后用滑动统计量；导出时并入卷积。`,
    ),
    parameters: [
      ...fitting({ ...usual, epochs: 20 }),
      size(0),
      whole(
        'width',
        said(
          'Filters of the first stage; each later one has twice as many.',
          '第一阶段的滤波器数，之后每阶段翻倍。',
        ),
        {
          default: 16,
          min: 4,
          max: 128,
          search: { from: 8, to: 64, scale: 'logarithmic' },
        },
      ),
      whole('blocks', said('Blocks in each stage.', '每个阶段的残差块数。'), { default: 1, min: 1, max: 4 }),
      ...augmentation({ flip: true }),
      ...optimizing({ ...usual, weightDecay: 5e-4, optimizer: 'adamw' }),
    ],
  },
] as const satisfies readonly Recipe[];
