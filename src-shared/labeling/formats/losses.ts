/** @file What a format cannot hold of answers and their schema, in words of both languages. Told before a file is written. */

interface LossWords {
  /** `{count}` stands for how many. */
  readonly en: string;
  readonly zh: string;
}

export const LOSSES = {
  unlabeled: {
    en: 'Items without an answer are left out: {count}',
    zh: '不写出尚未标注的样本：{count}',
  },
  answers: {
    en: 'Only the first answer of an item is written. Further answers left out: {count}',
    zh: '每个样本只写出第一个答案，省略的其他答案：{count}',
  },
  emptied: {
    en: 'Answers of which no part can be written are left out, so that they do not read as “nothing here”: {count}',
    zh: '所有部分都无法写出的答案不写出，以免被当作“无目标”：{count}',
  },
  skips: { en: 'Skipped items are left out: {count}', zh: '不写出被跳过的样本：{count}' },
  authors: { en: 'Names of annotators are left out: {count}', zh: '不写出标注员姓名：{count}' },
  times: { en: 'Times of answers are left out: {count}', zh: '不写出标注时间：{count}' },
  comments: { en: 'Comments are left out: {count}', zh: '不写出备注：{count}' },
  names: {
    en: 'Names with characters that the format cannot write are changed: {count}',
    zh: '含有该格式无法写出的字符，名称将被改写：{count}',
  },
  itemNames: {
    en: 'Items are numbered, because the format has no place for their names: {count}',
    zh: '该格式不能保存样本名称，改用序号：{count}',
  },
  texts: {
    en: 'Texts are joined anew from their words, so that white space differs: {count}',
    zh: '文本由词重新拼接，空白会有变化：{count}',
  },
  noText: {
    en: 'Items without a text are written with an empty one: {count}',
    zh: '没有文本的样本写为空文本：{count}',
  },
  columns: { en: 'Other columns of items are left out: {count}', zh: '不写出样本的其他列：{count}' },
  itemTexts: { en: 'Texts of items are left out: {count}', zh: '不写出样本文本：{count}' },
  sizes: { en: 'Sizes of images are left out: {count}', zh: '不写出图片尺寸：{count}' },
  noSize: {
    en: 'Images of unknown size are left out, because the format counts in shares of it: {count}',
    zh: '该格式以图片尺寸的比例记录位置，不写出尺寸未知的图片：{count}',
  },
  ties: {
    en: 'Answers “neither is better” are left out: {count}',
    zh: '不写出“不分高下”的答案：{count}',
  },
  relations: { en: 'Relations are left out: {count}', zh: '不写出关系：{count}' },
  overlaps: {
    en: 'Spans that overlap an earlier or longer one are left out: {count}',
    zh: '不写出与更早或更长片段重叠的文本片段：{count}',
  },
  blankSpans: {
    en: 'Spans of nothing but white space are left out: {count}',
    zh: '不写出只含空白的文本片段：{count}',
  },
  lineSpans: {
    en: 'Spans over line ends are written as one span a line: {count}',
    zh: '跨行的文本片段按行拆分：{count}',
  },
  trimmedSpans: {
    en: 'White space at the ends of spans is left out: {count}',
    zh: '去除文本片段两端的空白：{count}',
  },
  attributes: { en: 'Attributes are left out: {count}', zh: '不写出属性：{count}' },
  rotation: {
    en: 'Rotated boxes are written as other shapes, without their angle: {count}',
    zh: '旋转框改写为其他形状，不保留角度：{count}',
  },
  holes: {
    en: 'Holes in polygons are filled or written as masks: {count}',
    zh: '多边形中的孔将被填满或改写为掩码：{count}',
  },
  outlines: {
    en: 'Polygons of several outlines are written as several regions: {count}',
    zh: '由多个轮廓组成的多边形改写为多个区域：{count}',
  },
  boxes: { en: 'Boxes are written as polygons: {count}', zh: '边界框改写为多边形：{count}' },
  asBoxes: {
    en: 'Polygons and masks are written as the boxes around them: {count}',
    zh: '多边形和掩码改写为外接边界框：{count}',
  },
  masks: {
    en: 'Masks are written as the polygons around them: {count}',
    zh: '掩码改写为多边形：{count}',
  },
  emptyMasks: { en: 'Masks without a pixel are left out: {count}', zh: '不写出没有像素的掩码：{count}' },
  maskSize: {
    en: 'Masks of another size than their image are left out: {count}',
    zh: '不写出与图片尺寸不同的掩码：{count}',
  },
  keypoints: { en: 'Keypoints are left out: {count}', zh: '不写出关键点：{count}' },
  otherShapes: {
    en: 'Regions without keypoints are left out: {count}',
    zh: '不写出没有关键点的区域：{count}',
  },
  hidden: {
    en: 'It is left out that a keypoint is hidden: {count}',
    zh: '不写出关键点被遮挡的信息：{count}',
  },
  clipped: {
    en: 'Regions are cut at the edges of their image: {count}',
    zh: '超出图片边缘的区域将被裁剪：{count}',
  },
  outside: {
    en: 'Regions outside of their image are left out: {count}',
    zh: '不写出完全在图片之外的区域：{count}',
  },
  precision: {
    en: 'Places are rounded to a millionth of a pixel: {count}',
    zh: '坐标四舍五入到百万分之一像素：{count}',
  },
  classes: {
    en: 'Classes that no answer names are left out: {count}',
    zh: '不写出没有答案使用的类别：{count}',
  },
  parents: { en: 'The hierarchy of classes is left out: {count}', zh: '不写出类别层级：{count}' },
  constraints: {
    en: 'Settings of the label schema are left out: {count}',
    zh: '不写出标注体系的设置：{count}',
  },
} as const satisfies Record<string, LossWords>;
export type LossKind = keyof typeof LOSSES;

/** Something that the written file will not have, and how often. */
export interface Loss {
  readonly loss: LossKind;
  readonly count: number;
}

/** A loss as a sentence. */
export const lossWords = ({ loss, count }: Loss, language: 'en' | 'zh'): string =>
  LOSSES[loss][language].replace('{count}', String(count));
