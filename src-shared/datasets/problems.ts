/** @file Problems of the datasets room. */
import { fileProblems } from './file-problems.ts';
import { rowProblems } from './row-problems.ts';
import type { Problems } from '../platform/problem.ts';

/** What is wrong with a file or a dataset as a whole. */
const wholeProblems = {
  'datasets.columnMissing': {
    code: 'BAD_INPUT',
    en: {
      message: 'There is no column “{column}”; the file has {columns}.',
      hint: 'Choose one of these columns.',
    },
    zh: { message: '没有列“{column}”；文件中有：{columns}。', hint: '请从这些列中选择。' },
  },
  'datasets.sameColumn': {
    code: 'BAD_INPUT',
    en: {
      message: 'The column “{column}” cannot be both text and label.',
      hint: 'Choose another column for the label, or none.',
    },
    zh: { message: '列“{column}”不能既是文本又是标签。', hint: '请为标签另选一列，或不选。' },
  },
  'datasets.twoTargets': {
    code: 'BAD_INPUT',
    en: {
      message: 'Both “{first}” and “{second}” are set as the target.',
      hint: 'Choose one target. Make the other column a feature, or ignore it.',
    },
    zh: {
      message: '“{first}”和“{second}”都被设为目标。',
      hint: '请只选一个目标；另一个设为特征或忽略。',
    },
  },
  'datasets.badColumn': {
    code: 'BAD_INPUT',
    en: {
      message: '“{option}” is not a valid column option.',
      hint: 'Write NAME=TYPE, where TYPE is number, category, text, date, feature, target, metadata or ignore, or a number or date format: {notations}.',
    },
    zh: {
      message: '“{option}”不是有效的列选项。',
      hint: '请写作 列名=类型，类型可为 number、category、text、date、feature、target、metadata、ignore，或数字、日期的格式：{notations}。',
    },
  },
  'datasets.noTexts': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” contains no images and no text files.',
      hint: 'Lathe reads PNG, JPEG, WebP, GIF, TIFF and AVIF images, IDX and CIFAR-10 files, and .txt and .md texts.',
    },
    zh: {
      message: '“{file}”中没有图片，也没有文本文件。',
      hint: 'Lathe 可读取 PNG、JPEG、WebP、GIF、TIFF、AVIF 图片，IDX 与 CIFAR-10 文件，以及 .txt、.md 文本。',
    },
  },
  'datasets.parquetDamaged': {
    code: 'BAD_INPUT',
    en: {
      message:
        'The Parquet file is damaged: the column “{column}” cannot be read at byte {offset}, from row {row} on ({why}).',
      hint: 'Nothing was imported. Download or export the file again.',
    },
    zh: {
      message: 'Parquet 文件已损坏：从第 {row} 行起，列“{column}”在字节 {offset} 处无法读取（{why}）。',
      hint: '没有导入任何内容。请重新下载或导出该文件。',
    },
  },
  'datasets.parquetUnreadable': {
    code: 'BAD_INPUT',
    en: {
      message: 'The Parquet file is damaged: it cannot be read from row {row} on ({why}).',
      hint: 'Nothing was imported. Download or export the file again.',
    },
    zh: {
      message: 'Parquet 文件已损坏：从第 {row} 行起无法读取（{why}）。',
      hint: '没有导入任何内容。请重新下载或导出该文件。',
    },
  },
  'datasets.badGround': {
    code: 'BAD_INPUT',
    en: {
      message: '“{color}” is not a color.',
      hint: 'For the background of transparent images, use white, black or a color such as #ff8800.',
    },
    zh: { message: '“{color}”不是颜色。', hint: '透明图片的背景色请写 white、black 或 #ff8800 这样的颜色。' },
  },
  'datasets.otherGround': {
    code: 'CONFLICT',
    en: {
      message: '“{file}” cannot use another background: the images of “{dataset}” use {ground}.',
      hint: 'Leave out --ground, or import the file into a new dataset.',
    },
    zh: {
      message: '“{file}”不能使用其他背景色：“{dataset}”的图片背景色是 {ground}。',
      hint: '请不要指定 --ground，或导入到新的数据集。',
    },
  },
  'datasets.badPixelFile': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” cannot be read as images: {why}.',
      hint: 'Download it again, or choose another file.',
    },
    zh: { message: '“{file}”无法作为图片读取：{why}。', hint: '请重新下载，或选择其他文件。' },
  },
  'datasets.tooManyFiles': {
    code: 'TOO_LARGE',
    en: { message: '“{file}” contains more than {limit} files.', hint: 'Import it in parts.' },
    zh: { message: '“{file}”包含超过 {limit} 个文件。', hint: '请分批导入。' },
  },
  'datasets.fileTooLarge': {
    code: 'TOO_LARGE',
    en: { message: '“{file}” is larger than {limit}.', hint: 'Split it into smaller files.' },
    zh: { message: '“{file}”超过 {limit}。', hint: '请拆分为较小的文件。' },
  },
  'datasets.noFeatures': {
    code: 'BAD_INPUT',
    en: {
      message: 'No column of “{file}” is a feature, so a model has no input.',
      hint: 'Make at least one column a feature.',
    },
    zh: { message: '“{file}”没有任何特征列，模型没有输入。', hint: '请至少把一列设为特征。' },
  },
  'datasets.targetType': {
    code: 'BAD_INPUT',
    en: {
      message: 'The target “{column}” has the type {type}, but a target must be a number or a category.',
      hint: 'Read the column as a number or a category, or choose another target.',
    },
    zh: {
      message: '目标“{column}”的类型是 {type}；目标只能是数字或类别。',
      hint: '请把该列读作数字或类别，或另选目标。',
    },
  },
  'datasets.ambiguousColumn': {
    code: 'BAD_INPUT',
    en: {
      message: 'The format of “{column}” is ambiguous: {readings}.',
      hint: 'Choose a format on the import page, or add --column "{column}={first}".',
    },
    zh: {
      message: '“{column}”的格式有歧义：{readings}。',
      hint: '请在导入页选择格式，或加上 --column "{column}={first}"。',
    },
  },
  'datasets.otherKind': {
    code: 'CONFLICT',
    en: {
      message: '“{file}” cannot be added to “{dataset}”: that dataset has another data type.',
      hint: 'Import it into a new dataset.',
    },
    zh: {
      message: '无法把“{file}”加入“{dataset}”：该数据集的数据类型不同。',
      hint: '请导入到新的数据集。',
    },
  },
  'datasets.otherColumns': {
    code: 'CONFLICT',
    en: {
      message: '“{file}” does not have the columns of “{dataset}”: {columns}.',
      hint: 'Give it the same features and the same target, or import it into a new dataset.',
    },
    zh: {
      message: '“{file}”没有“{dataset}”的列：{columns}。',
      hint: '请使用相同的特征和目标，或导入到新的数据集。',
    },
  },
  'datasets.wrongKind': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” cannot be read as {kind}.',
      hint: 'Choose one of: {kinds}.',
    },
    zh: { message: '“{file}”不能作为 {kind} 读取。', hint: '可选：{kinds}。' },
  },
  'datasets.unknownEncoding': {
    code: 'BAD_INPUT',
    en: {
      message: '“{encoding}” is not an encoding.',
      hint: 'Use a name such as utf-8, gb18030, big5, shift_jis, utf-16le or windows-1252, or leave it out to detect it.',
    },
    zh: {
      message: '“{encoding}”不是有效的编码。',
      hint: '请使用 utf-8、gb18030、big5、shift_jis、utf-16le、windows-1252 等名称，或留空。',
    },
  },
  'datasets.badDelimiter': {
    code: 'BAD_INPUT',
    en: {
      message: '“{delimiter}” is not a valid delimiter.',
      hint: 'Use up to four characters such as a comma, a semicolon, a tab or ||, but no letters, digits, quotes or line breaks.',
    },
    zh: {
      message: '“{delimiter}”不能用作分隔符。',
      hint: '请使用最多四个字符，如逗号、分号、制表符或 ||；不能含字母、数字、引号或换行。',
    },
  },
  'datasets.tooManyColumns': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” has {columns} columns; the limit is {limit}.',
      hint: 'Remove the columns that are not needed.',
    },
    zh: { message: '“{file}”有 {columns} 列，最多可读 {limit} 列。', hint: '请删除不需要的列。' },
  },
  'datasets.tooManyLabels': {
    code: 'BAD_INPUT',
    en: {
      message: 'The column “{column}” has more than {limit} different labels.',
      hint: 'It is probably not the label; choose another column.',
    },
    zh: { message: '列“{column}”的不同标签超过 {limit} 个。', hint: '它可能不是标签列，请另选一列。' },
  },
  'datasets.busy': {
    code: 'CONFLICT',
    en: {
      message: 'Another file is being imported into “{dataset}”.',
      hint: 'Wait until the import is done, then try again.',
    },
    zh: { message: '正在向“{dataset}”添加文件。', hint: '请等导入结束后再试。' },
  },
  'datasets.oneClass': {
    code: 'BAD_INPUT',
    en: {
      message: 'All labeled samples have the same label: {labels}. A classifier needs at least two classes.',
      hint: 'Label samples of a second class first.',
    },
    zh: {
      message: '已标注样本只有一个标签：{labels}。分类器至少需要两个类别。',
      hint: '请先标注第二个类别的样本。',
    },
  },
  'datasets.noLabels': {
    code: 'BAD_INPUT',
    en: {
      message: 'No sample of this dataset has a label.',
      hint: 'Label some samples on the Label page first.',
    },
    zh: { message: '此数据集还没有带标签的样本。', hint: '请先在标注页标注一些样本。' },
  },
  'datasets.tooFewOfClass': {
    code: 'BAD_INPUT',
    en: {
      message: 'The class “{label}” has {count} labeled samples; at least 2 are needed.',
      hint: 'Label more samples of this class, or give them another label.',
    },
    zh: {
      message: '类别“{label}”只有 {count} 个已标注样本，至少需要 2 个。',
      hint: '请再标注一些该类样本，或改用其他标签。',
    },
  },
  'datasets.splitEmpty': {
    code: 'BAD_INPUT',
    en: {
      message: 'With {rows} labeled samples the {split} split would be empty.',
      hint: 'Label more samples: at least 3 of one class.',
    },
    zh: {
      message: '只有 {rows} 个已标注样本，{split} 划分将为空。',
      hint: '请标注更多样本：至少有一个类别要有 3 个。',
    },
  },
  'datasets.tooFewRows': {
    code: 'BAD_INPUT',
    en: {
      message:
        'There are only {rows} samples to split. Training, validation and test need at least one each.',
      hint: 'Import more samples.',
    },
    zh: { message: '只有 {rows} 个样本可划分；训练、验证和测试各需至少一个。', hint: '请导入更多样本。' },
  },
  'datasets.sameNames': {
    code: 'BAD_INPUT',
    en: {
      message: 'The columns “{first}” and “{second}” differ only in case.',
      hint: 'Rename one of them in the file, or ignore it.',
    },
    zh: { message: '列“{first}”和“{second}”仅大小写不同。', hint: '请在文件中重命名其中一列，或忽略它。' },
  },
  'datasets.shares': {
    code: 'BAD_INPUT',
    en: {
      message: 'Validation and test together take {share} and leave too little for training.',
      hint: 'Choose smaller shares, for example 0.1 and 0.1.',
    },
    zh: {
      message: '验证与测试合计占 {share}，必须为训练留出数据。',
      hint: '请选择较小的比例，如 0.1 和 0.1。',
    },
  },
} as const satisfies Problems;

export const datasetsProblems = {
  ...fileProblems,
  ...wholeProblems,
  ...rowProblems,
  'datasets.labelsHidden': {
    code: 'FORBIDDEN',
    en: {
      message: 'Several people answer these items, so you do not see what others made of them.',
      hint: 'Leave the label filter out, or ask an engineer.',
    },
    zh: {
      message: '这些样本由多人作答，因此您看不到其他人的结果。',
      hint: '请去掉标签筛选，或询问工程师。',
    },
  },
} as const satisfies Problems;
