/** @file Problems of annotation files: what is refused of a record, and of a whole file. */
import type { Problems } from '../../platform/problem.ts';

const MEND_EN = 'Correct the file at this place, or export it again from the tool it came from.';
const MEND_ZH = '请修正文件的这一处，或从原工具重新导出。';

/** Of a record: {file}, {record} (line or number of the record) and {field} are its place; the rest of the file is read. */
const recordProblems = {
  'labeling.annotationNotNumber': {
    code: 'BAD_INPUT',
    en: {
      message: '{file}, record {record}: {field} is “{value}”, which is not a finite number.',
      hint: 'Write a plain number there, without quotation marks. NaN and infinity have no place on an image.',
    },
    zh: {
      message: '{file} 第 {record} 条：{field} 为“{value}”，不是有限的数。',
      hint: '请填写不带引号的普通数字；NaN 和无穷大不能表示位置。',
    },
  },
  'labeling.annotationOutOfRange': {
    code: 'BAD_INPUT',
    en: {
      message: '{file}, record {record}: {field} is {value}; it has to be from {least} to {most}.',
      hint: MEND_EN,
    },
    zh: {
      message: '{file} 第 {record} 条：{field} 为 {value}，应在 {least} 到 {most} 之间。',
      hint: MEND_ZH,
    },
  },
  'labeling.annotationNoArea': {
    code: 'BAD_INPUT',
    en: {
      message: '{file}, record {record}: the shape in {field} has no area ({value}).',
      hint: 'Width and height have to be greater than zero, and a polygon needs three corners that differ.',
    },
    zh: {
      message: '{file} 第 {record} 条：{field} 的形状没有面积（{value}）。',
      hint: '宽和高应大于零，多边形至少要有三个不同的顶点。',
    },
  },
  'labeling.annotationDangling': {
    code: 'BAD_INPUT',
    en: {
      message: '{file}, record {record}: {field} is {value}, but the file has nothing with that id.',
      hint: 'Add what is missing to the file, or remove the record.',
    },
    zh: {
      message: '{file} 第 {record} 条：{field} 为 {value}，但文件中没有这个编号。',
      hint: '请在文件中补上缺失的内容，或删除该记录。',
    },
  },
  'labeling.annotationTwice': {
    code: 'BAD_INPUT',
    en: {
      message: '{file}, record {record}: {field} “{value}” stands in the file twice. The first one was kept.',
      hint: 'Give each its own, or remove one of them.',
    },
    zh: {
      message: '{file} 第 {record} 条：{field}“{value}”在文件中重复，保留了第一个。',
      hint: '请各用不同的值，或删除其中一个。',
    },
  },
  'labeling.annotationName': {
    code: 'BAD_INPUT',
    en: {
      message:
        '{file}, record {record}: {field} is “{value}”, which is not a name of a file in the data set.',
      hint: 'Use a path below the folder of the images: not empty, not absolute, without “..” and control characters.',
    },
    zh: {
      message: '{file} 第 {record} 条：{field} 为“{value}”，不是数据集中的文件名。',
      hint: '请使用图片文件夹内的相对路径：不为空、不是绝对路径、不含“..”和控制字符。',
    },
  },
  'labeling.annotationBadMask': {
    code: 'BAD_INPUT',
    en: {
      message: '{file}, record {record}: the mask in {field} cannot be read ({value}).',
      hint: 'The run lengths have to add up to width times height, each side at most 65,535 pixels and 100 million together.',
    },
    zh: {
      message: '{file} 第 {record} 条：{field} 的掩码无法读取（{value}）。',
      hint: '游程长度之和应等于宽乘高；每边最多 65535 像素，总计最多一亿像素。',
    },
  },
  'labeling.annotationTooLarge': {
    code: 'BAD_INPUT',
    en: {
      message: '{file}, record {record}: {field} has {value}; at most {most} are read.',
      hint: 'Split the record, or remove what is not needed.',
    },
    zh: {
      message: '{file} 第 {record} 条：{field} 有 {value}，最多读取 {most}。',
      hint: '请拆分该记录，或删除不需要的部分。',
    },
  },
  'labeling.annotationBadRecord': {
    code: 'BAD_INPUT',
    en: { message: '{file}, record {record} cannot be read: {value}.', hint: MEND_EN },
    zh: { message: '{file} 第 {record} 条无法读取：{value}。', hint: MEND_ZH },
  },
  'labeling.annotationWrongType': {
    code: 'BAD_INPUT',
    en: {
      message: '{file}, record {record}: {field} is “{value}”, but it should be: {wanted}.',
      hint: MEND_EN,
    },
    zh: { message: '{file} 第 {record} 条：{field} 为“{value}”，应为：{wanted}。', hint: MEND_ZH },
  },
  'labeling.annotationLacks': {
    code: 'BAD_INPUT',
    en: {
      message: '{file}, record {record} has no {field}. It is written like this: {wanted}.',
      hint: 'Add it to the record, or import the file into an annotation task of the right kind.',
    },
    zh: {
      message: '{file} 第 {record} 条没有 {field}，写法如：{wanted}。',
      hint: '请在该记录中补上，或导入到相应类型的标注任务。',
    },
  },
  'labeling.annotationOffsets': {
    code: 'BAD_INPUT',
    en: {
      message:
        '{file}, record {record}: {field} goes from {start} to {end}, but the text has {length} characters.',
      hint: 'A span starts before it ends and lies inside its text. Check that the text was not changed since.',
    },
    zh: {
      message: '{file} 第 {record} 条：{field} 从 {start} 到 {end}，但文本只有 {length} 个字符。',
      hint: '片段的起点应在终点之前，且在文本之内；请检查文本是否已被改动。',
    },
  },
  'labeling.annotationHalfCharacter': {
    code: 'BAD_INPUT',
    en: {
      message:
        '{file}, record {record}: {field} has half of a character (a lone surrogate) or starts inside of one.',
      hint: MEND_EN,
    },
    zh: {
      message: '{file} 第 {record} 条：{field} 含有半个字符（孤立代理项），或从字符中间开始。',
      hint: MEND_ZH,
    },
  },
  'labeling.annotationUnknownType': {
    code: 'BAD_INPUT',
    en: {
      message:
        '{file}, record {record}: {field} is “{value}”, which an annotation task of kind “{kind}” cannot hold.',
      hint: 'Import it into an annotation task of the right kind, or convert the shape first.',
    },
    zh: {
      message: '{file} 第 {record} 条：{field} 为“{value}”，类型为“{kind}”的标注任务无法保存。',
      hint: '请导入到相应类型的标注任务，或先转换形状。',
    },
  },
  'labeling.annotationBadTag': {
    code: 'BAD_INPUT',
    en: {
      message: '{file}, line {record}: the tag “{value}” is not one of BIO, IOB1 or BIOES.',
      hint: 'Write O, or a letter of B, I, E, S, a hyphen and the class, as in B-PER.',
    },
    zh: {
      message: '{file} 第 {record} 行：标签“{value}”不属于 BIO、IOB1 或 BIOES。',
      hint: '请写 O，或 B、I、E、S 之一加连字符和类别，例如 B-PER。',
    },
  },
} as const satisfies Problems;

/** Of a whole file: nothing of it is read, or written. */
const fileProblems = {
  'labeling.annotationFileEncoding': {
    code: 'BAD_INPUT',
    en: {
      message: '{file} is not a text in UTF-8 ({value}).',
      hint: 'Save it as UTF-8. UTF-16 is read up to 64 MiB when it begins with a byte order mark.',
    },
    zh: {
      message: '{file} 不是 UTF-8 编码的文本（{value}）。',
      hint: '请另存为 UTF-8。带有字节顺序标记的 UTF-16 文件可读至 64 MiB。',
    },
  },
  'labeling.annotationFileFormat': {
    code: 'BAD_INPUT',
    en: {
      message: '{file} is not a file of {format}: {value}.',
      hint: 'Choose the format in which the file was exported. docs/annotation-formats.md shows an example of each.',
    },
    zh: {
      message: '{file} 不是 {format} 文件：{value}。',
      hint: '请选择导出该文件时使用的格式；docs/annotation-formats.md 中有各格式的示例。',
    },
  },
  'labeling.annotationFileBroken': {
    code: 'BAD_INPUT',
    en: {
      message: '{file} breaks off or is damaged at {place}: {value}.',
      hint: 'Copy or export the file again.',
    },
    zh: { message: '{file} 在 {place} 处中断或损坏：{value}。', hint: '请重新复制或导出该文件。' },
  },
  'labeling.annotationFileTooLarge': {
    code: 'TOO_LARGE',
    en: { message: '{file} has {value}; at most {most} are read.', hint: 'Split the file.' },
    zh: { message: '{file} 有 {value}，最多读取 {most}。', hint: '请拆分文件。' },
  },
  'labeling.annotationFileEntities': {
    code: 'BAD_INPUT',
    en: {
      message: '{file} defines entities or a document type, which are not read.',
      hint: 'Remove the DOCTYPE. Annotation tools write none.',
    },
    zh: { message: '{file} 定义了实体或文档类型，不予读取。', hint: '请删除 DOCTYPE；标注工具不会写出它。' },
  },
  'labeling.annotationKind': {
    code: 'UNSUPPORTED',
    en: {
      message: '{format} cannot hold the answers of an annotation task of kind “{kind}”.',
      hint: 'Choose one of: {formats}.',
    },
    zh: { message: '{format} 不能保存类型为“{kind}”的标注任务的答案。', hint: '请选择：{formats}。' },
  },
} as const satisfies Problems;

export const formatProblems = { ...recordProblems, ...fileProblems } as const satisfies Problems;
export type RecordProblem = keyof typeof recordProblems;
