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
      message: 'the row has {found} cells; the header has {expected}',
      hint: 'Quote the texts that hold a delimiter.',
    },
    zh: { message: '该行有 {found} 个单元格，表头有 {expected} 个', hint: '含分隔符的文本请加引号。' },
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
