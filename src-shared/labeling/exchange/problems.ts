/** @file Problems of importing and exporting annotations, beside those of their files. */
import type { Problems } from '../../platform/problem.ts';

export const exchangeProblems = {
  'labeling.annotationFormatUnknown': {
    code: 'UNSUPPORTED',
    en: {
      message: 'The format of the annotations in {file} could not be recognized.',
      hint: 'Name it: {formats}. docs/annotation-formats.md shows what each looks like.',
    },
    zh: {
      message: '无法识别 {file} 中标注的格式。',
      hint: '请指定格式：{formats}。docs/annotation-formats.md 说明了各格式的样子。',
    },
  },
  'labeling.annotationOtherKind': {
    code: 'CONFLICT',
    en: {
      message: '{file} has answers of kind “{given}”, but the annotation task takes “{kind}”.',
      hint: 'Import it into a new annotation task, or choose a task of that kind.',
    },
    zh: {
      message: '{file} 中的答案类型为“{given}”，而该标注任务的类型为“{kind}”。',
      hint: '请导入到新的标注任务，或选择该类型的任务。',
    },
  },
  'labeling.annotationNothing': {
    code: 'CONFLICT',
    en: {
      message: 'Nothing of {file} can be imported: of {items} items {matched} were matched to samples.',
      hint: 'Import the data first, then its annotations, or name the metadata column that holds the names of the items.',
    },
    zh: {
      message: '{file} 中没有可导入的内容：{items} 个样本中匹配到 {matched} 个。',
      hint: '请先导入数据，再导入其标注；或指定存放样本名称的元数据列。',
    },
  },
  'labeling.annotationColumn': {
    code: 'BAD_INPUT',
    en: {
      message: 'No sample of the dataset has the metadata column “{column}”.',
      hint: 'Choose a column that the dataset has, or leave it out to match by content and file name.',
    },
    zh: {
      message: '数据集中没有元数据列“{column}”。',
      hint: '请选择数据集已有的列，或不指定以按内容和文件名匹配。',
    },
  },
  'labeling.importUnderWay': {
    code: 'CONFLICT',
    en: {
      message: 'Annotations of {file} are being imported into this annotation task.',
      hint: 'Wait until that has ended, or cancel it.',
    },
    zh: { message: '正在向该标注任务导入 {file} 的标注。', hint: '请等待其完成，或取消它。' },
  },
  'labeling.importGone': {
    code: 'CONFLICT',
    en: {
      message: 'The annotations of {file} were taken back already.',
      hint: 'Import the file again to have them back.',
    },
    zh: { message: '{file} 的标注已经撤销。', hint: '如需恢复，请重新导入该文件。' },
  },
  'labeling.authorUnknown': {
    code: 'NOT_FOUND',
    en: {
      message: 'Nobody called “{author}” has answered this annotation task.',
      hint: 'Choose one of: {authors}.',
    },
    zh: { message: '没有名为“{author}”的人回答过该标注任务。', hint: '请选择：{authors}。' },
  },
  'labeling.versionOtherTask': {
    code: 'BAD_INPUT',
    en: {
      message: 'The version {version} did not take its labels from this annotation task.',
      hint: 'Choose a version that was frozen of this task, or the task of the version.',
    },
    zh: {
      message: '版本 {version} 的标签并非来自该标注任务。',
      hint: '请选择由该任务冻结的版本，或选择该版本所属的任务。',
    },
  },
  'labeling.exportNotAgreed': {
    code: 'CONFLICT',
    en: {
      message: 'The file was not written, because it would lose something of the answers.',
      hint: 'Read what is listed above, then run the command again with --yes, or choose another format.',
    },
    zh: {
      message: '未写出文件，因为写出会丢失部分内容。',
      hint: '请查看上面列出的内容，再加上 --yes 重新运行，或选择其他格式。',
    },
  },
} as const satisfies Problems;
