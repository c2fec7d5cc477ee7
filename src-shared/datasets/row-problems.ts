/** @file Why one row of a file was not taken. */
import type { Problems } from '../platform/problem.ts';

export const rowProblems = {
  'datasets.rowTooLong': {
    code: 'BAD_INPUT',
    en: { message: 'the row is longer than {limit}', hint: 'Split the text into several rows.' },
    zh: { message: '该行超过 {limit}', hint: '请把文本拆成多行。' },
  },
  'datasets.rowQuoteOpen': {
    code: 'BAD_INPUT',
    en: { message: 'a quote is never closed', hint: 'Close it, or double it inside a text.' },
    zh: { message: '此处的引号没有闭合', hint: '请补上引号；文本内的引号请写两次。' },
  },
  'datasets.rowQuoteJunk': {
    code: 'BAD_INPUT',
    en: { message: 'text follows a closing quote', hint: 'Double every quote inside a quoted text.' },
    zh: { message: '闭合引号后还有文字', hint: '请把引号内文本中的每个引号写两次。' },
  },
  'datasets.rowQuoteLines': {
    code: 'BAD_INPUT',
    en: {
      message: 'text follows a closing quote in a row of {lines} lines',
      hint: 'Double every quote inside a quoted text.',
    },
    zh: {
      message: '跨 {lines} 行文本的一行中，闭合引号后还有文字',
      hint: '请把引号内文本中的每个引号写两次。',
    },
  },
  'datasets.rowCells': {
    code: 'BAD_INPUT',
    en: {
      message: 'the row has {found} cells instead of {expected}',
      hint: 'Quote the texts that contain a delimiter.',
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
      message: 'it is not a JSON object',
      hint: 'Each row must be one complete object, e.g. {"text": "…"}.',
    },
    zh: { message: '不是 JSON 对象', hint: '每行必须是一个完整的对象，如 {"text": "…"}。' },
  },
  'datasets.rowDeepJson': {
    code: 'BAD_INPUT',
    en: {
      message: 'it is nested deeper than {limit} levels',
      hint: 'Keep texts, numbers and labels at the top level.',
    },
    zh: { message: '嵌套超过 {limit} 层', hint: '请把文本、数字和标签放在最外层。' },
  },
  'datasets.rowSameKey': {
    code: 'BAD_INPUT',
    en: { message: 'it has a duplicate key', hint: 'Rename or remove one of the two.' },
    zh: { message: '同一个键出现两次', hint: '请重命名或删除其中一个。' },
  },
  'datasets.rowHalfCharacter': {
    code: 'BAD_INPUT',
    en: {
      message: 'an escape \\u… is an unpaired surrogate',
      hint: 'Write the whole surrogate pair, or remove it.',
    },
    zh: { message: '其中的转义 \\u… 是不成对的代理项', hint: '请写出完整的代理对，或将其删除。' },
  },
  'datasets.rowNotText': {
    code: 'BAD_INPUT',
    en: {
      message: '“{column}” contains a list or an object',
      hint: 'Only texts and numbers can be imported.',
    },
    zh: { message: '“{column}”是列表或对象', hint: '只能导入文本和数字。' },
  },
  'datasets.rowBytes': {
    code: 'BAD_INPUT',
    en: {
      message: '“{column}” contains binary data, not text',
      hint: 'Ignore the column, or save it as text.',
    },
    zh: { message: '“{column}”是二进制内容，不是文本', hint: '请忽略该列，或另存为文本。' },
  },
  'datasets.rowLabels': {
    code: 'BAD_INPUT',
    en: {
      message: 'it has {count} labels, {held}, but this dataset takes one label per row',
      hint: 'Keep one label per row, or create a dataset for each label.',
    },
    zh: {
      message: '该行有 {count} 个标签 {held}：此数据集只取一个',
      hint: '请每行保留一个标签，或为每个标签建一个数据集。',
    },
  },
  'datasets.rowSpans': {
    code: 'BAD_INPUT',
    en: {
      message: 'its label is a list of {count} spans or objects, {held}, but this dataset takes one class',
      hint: 'Choose a column with one class per row, or none and label in Lathe.',
    },
    zh: {
      message: '标签是 {count} 个文本片段或对象 {held}：此数据集只取一个类别',
      hint: '请选择每行只有一个类别的列，或不选并在这里标注。',
    },
  },
  'datasets.rowLabelObject': {
    code: 'BAD_INPUT',
    en: {
      message: 'its label is an object, {held}, but this dataset takes one class',
      hint: 'Choose a column with one class per row, or none and label in Lathe.',
    },
    zh: {
      message: '标签是对象 {held}：此数据集只取一个类别',
      hint: '请选择每行只有一个类别的列，或不选并在这里标注。',
    },
  },
  'datasets.rowNoText': {
    code: 'BAD_INPUT',
    en: { message: 'the text is empty', hint: 'You can ignore this row.' },
    zh: { message: '文本为空', hint: '可以忽略该行。' },
  },
  'datasets.rowBadImage': {
    code: 'BAD_INPUT',
    en: {
      message: 'the image cannot be read: {why}',
      hint: 'Save it again as PNG, JPEG or WebP, or remove it.',
    },
    zh: { message: '无法读取图片：{why}', hint: '请另存为 PNG、JPEG 或 WebP，或将其移除。' },
  },
  'datasets.rowImageEmpty': {
    code: 'BAD_INPUT',
    en: { message: 'the file is empty', hint: 'Save the image again, or remove it.' },
    zh: { message: '文件为空', hint: '请重新保存图片，或将其移除。' },
  },
  'datasets.rowImageCut': {
    code: 'BAD_INPUT',
    en: {
      message: 'the image is damaged: it is incomplete or partly unreadable',
      hint: 'Copy or download it again, or remove it.',
    },
    zh: { message: '图片已损坏：内容不完整或部分无法读取', hint: '请重新复制或下载，或将其移除。' },
  },
  'datasets.rowImageFormat': {
    code: 'BAD_INPUT',
    en: {
      message: '{format} images are not supported',
      hint: 'Save it as PNG, JPEG, WebP, GIF, TIFF or AVIF, or remove it.',
    },
    zh: {
      message: '不支持 {format} 图片',
      hint: '请另存为 PNG、JPEG、WebP、GIF、TIFF 或 AVIF，或将其移除。',
    },
  },
  'datasets.rowNoImage': {
    code: 'BAD_INPUT',
    en: { message: 'the file is not an image', hint: 'Remove it from the folder, or ignore it.' },
    zh: { message: '该文件不是图片', hint: '请将其移出图片文件夹，或忽略。' },
  },
  'datasets.rowImageNumbers': {
    code: 'BAD_INPUT',
    en: {
      message: 'the number type of the image is not supported',
      hint: 'Save it with 8 or 16 bits or 32-bit floats per channel.',
    },
    zh: { message: '图片的数值类型不受支持', hint: '请另存为每通道 8 位、16 位或 32 位浮点。' },
  },
  'datasets.rowImageChannels': {
    code: 'BAD_INPUT',
    en: {
      message: 'the image has {channels} channels',
      hint: 'Grayscale and color images are supported, with or without transparency. Keep one or three of the channels.',
    },
    zh: {
      message: '图片有 {channels} 个通道',
      hint: '可读取灰度和彩色图片（可含透明度）；请从中选取一个或三个通道。',
    },
  },
  'datasets.rowImageLarge': {
    code: 'BAD_INPUT',
    en: { message: 'the image is larger than {limit}', hint: 'Make it smaller.' },
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
  'datasets.rowLongNumber': {
    code: 'BAD_INPUT',
    en: {
      message: '“{value}” in “{column}” has too many digits for an exact number',
      hint: 'Read the column as a category or a text to keep it unchanged.',
    },
    zh: {
      message: '“{column}”列中的“{value}”位数太多，无法作为数字精确保存',
      hint: '请把该列读作类别或文字，即可原样保留。',
    },
  },
  'datasets.rowPadded': {
    code: 'BAD_INPUT',
    en: {
      message: '“{value}” in “{column}” has leading zeros, like a code',
      hint: 'Read the column as a category, or as padded numbers if the zeros have no meaning.',
    },
    zh: {
      message: '“{column}”列中的“{value}”以零开头，像是编码',
      hint: '请把该列读作类别；如果前面的零没有含义，请读作补零数字。',
    },
  },
  'datasets.rowOtherUnit': {
    code: 'BAD_INPUT',
    en: {
      message: '“{value}” in “{column}” is in {unit}, unlike the rest of the column',
      hint: 'Convert it to the unit of the others, or read the column as a category.',
    },
    zh: {
      message: '“{column}”列中的“{value}”以 {unit} 为单位，与该列其他值不同',
      hint: '请换算成其他值的单位，或把该列读作类别。',
    },
  },
  'datasets.rowZone': {
    code: 'BAD_INPUT',
    en: {
      message: '“{value}” in “{column}” uses a time zone name, whose offset depends on the season',
      hint: 'Write the zone as an offset, e.g. +01:00, or the time in UTC.',
    },
    zh: {
      message: '“{column}”列中的“{value}”写的是时区名称，其时差随季节变化',
      hint: '请把时区写作偏移量（如 +01:00），或改用 UTC 时间。',
    },
  },
  'datasets.rowNotDate': {
    code: 'BAD_INPUT',
    en: {
      message: '“{value}” in “{column}” is not a date such as 2026-11-22',
      hint: 'Correct it, or read the column as a category.',
    },
    zh: { message: '“{column}”列中的“{value}”不是日期（如 2026-11-22）', hint: '请改正，或把该列读作类别。' },
  },
  'datasets.rowOtherNumber': {
    code: 'BAD_INPUT',
    en: {
      message: '“{value}” in “{column}” is not a number such as {example}',
      hint: 'Write all numbers of the column in the same format, or read it as a category.',
    },
    zh: {
      message: '“{column}”列中的“{value}”不是数字（如 {example}）',
      hint: '请把该列的数字写成同一种格式，或把该列读作类别。',
    },
  },
  'datasets.rowOtherDate': {
    code: 'BAD_INPUT',
    en: {
      message: '“{value}” in “{column}” is not a date such as {example}',
      hint: 'Write all dates of the column in the same format, or read it as a category.',
    },
    zh: {
      message: '“{column}”列中的“{value}”不是日期（如 {example}）',
      hint: '请把该列的日期写成同一种格式，或把该列读作类别。',
    },
  },
  'datasets.rowNoCells': {
    code: 'BAD_INPUT',
    en: { message: 'all its features are empty', hint: 'You can ignore this row.' },
    zh: { message: '所有特征均为空', hint: '可以忽略该行。' },
  },
  'datasets.rowTotal': {
    code: 'BAD_INPUT',
    en: {
      message: 'it sums up the rows above and is no sample',
      hint: 'Nothing to do: the rows that it sums up are there.',
    },
    zh: { message: '该行是上方各行的汇总，不是样本', hint: '无需处理：被汇总的各行已包含在内。' },
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
      message: 'an earlier row has the same text with the label “{first}”; “{label}” was not used',
      hint: 'Decide which label is right on the Label page.',
    },
    zh: {
      message: '相同文本此前的标签为“{first}”，未采用“{label}”',
      hint: '请在标注页决定哪个标签正确。',
    },
  },
} as const satisfies Problems;
