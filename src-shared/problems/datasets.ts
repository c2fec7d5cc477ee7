/** @file Problems of the datasets room. */
import type { Problems } from './problem.ts';

/** What is wrong with a file or a dataset as a whole. */
const wholeProblems = {
  'datasets.fileMissing': {
    code: 'NOT_FOUND',
    en: { message: 'There is no file “{file}”.', hint: 'Check its name and choose it again.' },
    zh: { message: '找不到文件“{file}”。', hint: '请检查文件名并重新选择。' },
  },
  'datasets.fileUnreadable': {
    code: 'BAD_INPUT',
    en: { message: '“{file}” cannot be read: {why}', hint: 'Check that you may open it, and try again.' },
    zh: { message: '无法读取“{file}”：{why}', hint: '请检查是否有权打开它，然后重试。' },
  },
  'datasets.emptyFile': {
    code: 'BAD_INPUT',
    en: { message: '“{file}” is empty.', hint: 'Choose a file with rows in it.' },
    zh: { message: '“{file}”是空文件。', hint: '请选择有内容的文件。' },
  },
  'datasets.binaryFile': {
    code: 'UNSUPPORTED',
    en: {
      message: '“{file}” is not a text file.',
      hint: 'Lathe reads CSV, TSV, JSONL and folders of text files; save it as one of these.',
    },
    zh: {
      message: '“{file}”不是文本文件。',
      hint: 'Lathe 可读取 CSV、TSV、JSONL 和文本文件夹；请另存为其中一种。',
    },
  },
  'datasets.noRows': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” has column names but no rows.',
      hint: 'Choose a file with at least one row under its header.',
    },
    zh: { message: '“{file}”只有列名，没有数据行。', hint: '请选择表头下至少有一行数据的文件。' },
  },
  'datasets.noGoodRow': {
    code: 'BAD_INPUT',
    en: {
      message: 'None of the {rejected} rows of “{file}” could be imported. Row {row}: {why}',
      hint: 'Check the format, the encoding and the text column; nothing was imported.',
    },
    zh: {
      message: '“{file}”的 {rejected} 行均无法导入。第 {row} 行：{why}',
      hint: '请检查格式、编码和文本列；没有导入任何内容。',
    },
  },
  'datasets.emptyFolder': {
    code: 'BAD_INPUT',
    en: {
      message: 'The folder “{file}” has no text files in folders of its own.',
      hint: 'Put the texts of each class into one folder named after the class.',
    },
    zh: {
      message: '文件夹“{file}”的子文件夹中没有文本文件。',
      hint: '请把每个类别的文本放进以类别命名的子文件夹。',
    },
  },
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
      message: 'Both “{first}” and “{second}” are to be the target.',
      hint: 'Choose one target; make the other a feature or leave it out.',
    },
    zh: {
      message: '“{first}”和“{second}”都被设为目标。',
      hint: '请只选一个目标；另一个设为特征或忽略。',
    },
  },
  'datasets.badColumn': {
    code: 'BAD_INPUT',
    en: {
      message: '“{said}” does not say what a column is.',
      hint: 'Write NAME=number, NAME=category, NAME=text, NAME=date, NAME=feature, NAME=target or NAME=ignore.',
    },
    zh: {
      message: '“{said}”没有说明列的类型或用途。',
      hint: '请写作 列名=number、category、text、date、feature、target 或 ignore。',
    },
  },
  'datasets.noTexts': {
    code: 'BAD_INPUT',
    en: {
      message: 'There are no pictures and no text files in “{file}”.',
      hint: 'Lathe reads PNG, JPEG, WebP, GIF, TIFF and AVIF pictures, IDX and CIFAR-10 files, and .txt and .md texts.',
    },
    zh: {
      message: '“{file}”中没有图片，也没有文本文件。',
      hint: 'Lathe 可读取 PNG、JPEG、WebP、GIF、TIFF、AVIF 图片，IDX 与 CIFAR-10 文件，以及 .txt、.md 文本。',
    },
  },
  'datasets.badPixelFile': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” cannot be read as pictures: {why}.',
      hint: 'Download it again, or choose another file.',
    },
    zh: { message: '“{file}”无法作为图片读取：{why}。', hint: '请重新下载，或选择其他文件。' },
  },
  'datasets.tooManyFiles': {
    code: 'TOO_LARGE',
    en: { message: '“{file}” holds more than {limit} files.', hint: 'Import it in parts.' },
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
      message: 'No column of “{file}” is a feature, so there is nothing to learn from.',
      hint: 'Make at least one column a feature.',
    },
    zh: { message: '“{file}”没有任何特征列，无可学习的内容。', hint: '请至少把一列设为特征。' },
  },
  'datasets.targetType': {
    code: 'BAD_INPUT',
    en: {
      message: 'The target “{column}” is a {type}; a target is a number or a category.',
      hint: 'Read the column as a number or a category, or choose another target.',
    },
    zh: {
      message: '目标“{column}”的类型是 {type}；目标只能是数字或类别。',
      hint: '请把该列读作数字或类别，或另选目标。',
    },
  },
  'datasets.otherKind': {
    code: 'CONFLICT',
    en: {
      message: '“{file}” cannot be added to “{dataset}”: that dataset holds other things than this file.',
      hint: 'Import it into a dataset of its own.',
    },
    zh: {
      message: '无法把“{file}”加入“{dataset}”：该数据集的内容种类不同。',
      hint: '请导入到单独的数据集。',
    },
  },
  'datasets.otherColumns': {
    code: 'CONFLICT',
    en: {
      message: '“{file}” does not have the columns of “{dataset}”: {columns}.',
      hint: 'Give it the same features and the same target, or import it into a dataset of its own.',
    },
    zh: {
      message: '“{file}”没有“{dataset}”的列：{columns}。',
      hint: '请使用相同的特征和目标，或导入到单独的数据集。',
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
      hint: 'Use a name such as utf-8, gb18030, big5, shift_jis, utf-16le or windows-1252, or leave it out.',
    },
    zh: {
      message: '“{encoding}”不是有效的编码。',
      hint: '请使用 utf-8、gb18030、big5、shift_jis、utf-16le、windows-1252 等名称，或留空。',
    },
  },
  'datasets.badDelimiter': {
    code: 'BAD_INPUT',
    en: {
      message: '“{delimiter}” cannot separate columns.',
      hint: 'Use one character such as a comma, a semicolon, a tab or |; not a quote and not a line end.',
    },
    zh: {
      message: '“{delimiter}”不能用作分隔符。',
      hint: '请使用单个字符，如逗号、分号、制表符或 |；不能是引号或换行。',
    },
  },
  'datasets.tooManyColumns': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” has {columns} columns; {limit} can be read.',
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
      message: 'A file is being added to “{dataset}” at this moment.',
      hint: 'Wait until its import has ended, then try again.',
    },
    zh: { message: '正在向“{dataset}”添加文件。', hint: '请等导入结束后再试。' },
  },
  'datasets.oneClass': {
    code: 'BAD_INPUT',
    en: {
      message: 'All labeled samples carry one label: {labels}. A model needs at least two classes.',
      hint: 'Label samples of a second class first.',
    },
    zh: {
      message: '已标注样本只有一个标签：{labels}。模型至少需要两个类别。',
      hint: '请先标注第二个类别的样本。',
    },
  },
  'datasets.noLabels': {
    code: 'BAD_INPUT',
    en: { message: 'No sample of this dataset has a label.', hint: 'Label some on the Label page first.' },
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
      hint: 'Label more samples: at least 3 of one class are needed.',
    },
    zh: {
      message: '只有 {rows} 个已标注样本，{split} 部分将为空。',
      hint: '请标注更多样本：至少有一个类别要有 3 个。',
    },
  },
  'datasets.tooFewRows': {
    code: 'BAD_INPUT',
    en: {
      message: 'There are {rows} samples to split; training, validation and test each need one.',
      hint: 'Import more samples.',
    },
    zh: { message: '只有 {rows} 个样本可划分；训练、验证和测试各需至少一个。', hint: '请导入更多样本。' },
  },
  'datasets.sameNames': {
    code: 'BAD_INPUT',
    en: {
      message: 'The columns “{first}” and “{second}” differ in capitals only.',
      hint: 'Rename one of them in the file, or leave it out.',
    },
    zh: { message: '列“{first}”和“{second}”仅大小写不同。', hint: '请在文件中重命名其中一列，或忽略它。' },
  },
  'datasets.shares': {
    code: 'BAD_INPUT',
    en: {
      message: 'Validation and test together take {share}; they must leave something for training.',
      hint: 'Choose smaller shares, for example 0.1 and 0.1.',
    },
    zh: {
      message: '验证与测试合计占 {share}，必须为训练留出数据。',
      hint: '请选择较小的比例，如 0.1 和 0.1。',
    },
  },
} as const satisfies Problems;

/** Why one row was not taken. */
const rowProblems = {
  'datasets.rowTooLong': {
    code: 'BAD_INPUT',
    en: { message: 'the row is longer than {limit}', hint: 'Split the text into several rows.' },
    zh: { message: '该行超过 {limit}', hint: '请把文本拆成多行。' },
  },
  'datasets.rowQuoteOpen': {
    code: 'BAD_INPUT',
    en: { message: 'a quote opens here and never closes', hint: 'Close it, or double it inside a text.' },
    zh: { message: '此处的引号没有闭合', hint: '请补上引号；文本内的引号请写两次。' },
  },
  'datasets.rowQuoteJunk': {
    code: 'BAD_INPUT',
    en: { message: 'text follows a closing quote', hint: 'Double every quote inside a quoted text.' },
    zh: { message: '闭合引号后还有文字', hint: '请把引号内文本中的每个引号写两次。' },
  },
  'datasets.rowCells': {
    code: 'BAD_INPUT',
    en: {
      message: 'the row has {found} cells instead of {expected}',
      hint: 'Quote the texts that hold a delimiter.',
    },
    zh: { message: '该行有 {found} 个单元格，应有 {expected} 个', hint: '含分隔符的文本请加引号。' },
  },
  'datasets.rowEncoding': {
    code: 'BAD_INPUT',
    en: {
      message: 'some bytes are not valid {encoding}',
      hint: 'Choose the right encoding, or repair the row.',
    },
    zh: { message: '部分字节不是有效的 {encoding}', hint: '请选择正确的编码，或修复该行。' },
  },
  'datasets.rowBadJson': {
    code: 'BAD_INPUT',
    en: {
      message: 'the line is not a JSON object',
      hint: 'Each line must be one object, e.g. {"text": "…"}.',
    },
    zh: { message: '该行不是 JSON 对象', hint: '每行必须是一个对象，如 {"text": "…"}。' },
  },
  'datasets.rowNotText': {
    code: 'BAD_INPUT',
    en: { message: '“{column}” holds a list or an object', hint: 'Only texts and numbers can be imported.' },
    zh: { message: '“{column}”是列表或对象', hint: '只能导入文本和数字。' },
  },
  'datasets.rowNoText': {
    code: 'BAD_INPUT',
    en: { message: 'the text is empty', hint: 'Nothing to do: it holds nothing to learn from.' },
    zh: { message: '文本为空', hint: '无需处理：没有可学习的内容。' },
  },
  'datasets.rowBadPicture': {
    code: 'BAD_INPUT',
    en: {
      message: 'the picture cannot be read: {why}',
      hint: 'Save it again as PNG, JPEG or WebP, or remove it.',
    },
    zh: { message: '无法读取图片：{why}', hint: '请另存为 PNG、JPEG 或 WebP，或将其移除。' },
  },
  'datasets.rowPictureLarge': {
    code: 'BAD_INPUT',
    en: { message: 'the picture is larger than {limit}', hint: 'Make it smaller.' },
    zh: { message: '图片超过 {limit}', hint: '请缩小图片。' },
  },
  'datasets.rowNotNumber': {
    code: 'BAD_INPUT',
    en: {
      message: '“{value}” in “{column}” is not a number',
      hint: 'Correct it, or read the column as a category.',
    },
    zh: { message: '“{column}”列中的“{value}”不是数字', hint: '请改正，或把该列读作类别。' },
  },
  'datasets.rowNotDate': {
    code: 'BAD_INPUT',
    en: {
      message: '“{value}” in “{column}” is not a date such as 2026-11-22',
      hint: 'Correct it, or read the column as a category.',
    },
    zh: { message: '“{column}”列中的“{value}”不是日期（如 2026-11-22）', hint: '请改正，或把该列读作类别。' },
  },
  'datasets.rowNoCells': {
    code: 'BAD_INPUT',
    en: { message: 'all its features are empty', hint: 'Nothing to do: it holds nothing to learn from.' },
    zh: { message: '所有特征均为空', hint: '无需处理：没有可学习的内容。' },
  },
  'datasets.rowBinary': {
    code: 'BAD_INPUT',
    en: { message: 'it is not text', hint: 'Remove it from the data.' },
    zh: { message: '不是文本', hint: '请从数据中移除。' },
  },
  'datasets.rowLabelLong': {
    code: 'BAD_INPUT',
    en: { message: 'the label is longer than {limit} characters', hint: 'Shorten it.' },
    zh: { message: '标签超过 {limit} 个字符', hint: '请缩短标签。' },
  },
  'datasets.rowOtherLabel': {
    code: 'BAD_INPUT',
    en: {
      message: 'the same text came before with the label “{first}”; “{label}” was not taken',
      hint: 'Decide which label is right on the Label page.',
    },
    zh: {
      message: '相同文本此前的标签为“{first}”，未采用“{label}”',
      hint: '请在标注页决定哪个标签正确。',
    },
  },
} as const satisfies Problems;

export const datasetsProblems = { ...wholeProblems, ...rowProblems } as const satisfies Problems;
