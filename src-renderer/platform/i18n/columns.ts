/**
 * @file Words for what columns are: how they are written, why they are used or not, why a file is texts or a table, and how
 * a model does by what they say.
 */

export const notations = {
  en: {
    plain: 'decimal point',
    grouped: 'thousands separators',
    'decimal-point': 'decimal point',
    'decimal-comma': 'decimal comma',
    padded: 'leading zeros',
    'year-month-day': 'year-month-day',
    'day.month.year': 'day.month.year',
    'day/month/year': 'day/month/year',
    'month/day/year': 'month/day/year',
    'month-name': 'month name',
    compact: 'digits only',
  },
  zh: {
    plain: '小数点',
    grouped: '千位分隔',
    'decimal-point': '小数点',
    'decimal-comma': '小数逗号',
    padded: '前导零',
    'year-month-day': '年-月-日',
    'day.month.year': '日.月.年',
    'day/month/year': '日/月/年',
    'month/day/year': '月/日/年',
    'month-name': '月份名称',
    compact: '纯数字',
  },
};

export const kindReasons = {
  en: {
    prose: (column: string) => `“${column}” contains sentences, so the file is read as texts.`,
    named: (column: string) => `The name “${column}” suggests texts, so the file is read as texts.`,
    cells: () => 'The cells are numbers, dates and short words, so the file is read as a table.',
    only: () => 'There are no other feature columns, so the file is read as texts.',
  },
  zh: {
    prose: (column: string) => `“${column}”列是句子，因此按文本读取。`,
    named: (column: string) => `“${column}”列的名称像文本，因此按文本读取。`,
    cells: () => '单元格是数字、日期和短词，因此按表格读取。',
    only: () => '没有其他特征列，因此按文本读取。',
  },
};

export const columnNotes = {
  en: {
    counter: 'row number',
    identifier: 'row identifier',
    padded: 'codes with leading zeros',
    long: 'too many digits for a number',
    zone: 'has a time zone name; use an offset such as +01:00',
    nested: 'a list or an object; left out',
    empty: 'empty',
  },
  zh: {
    counter: '行号',
    identifier: '行标识',
    padded: '带前导零的编码',
    long: '位数太多，不能作为数字',
    zone: '含时区名称；请写成 +01:00 这样的偏移量',
    nested: '列表或对象，已忽略',
    empty: '空',
  },
};

export const slices = {
  en: {
    title: 'Slices by metadata',
    why: 'The metric on each slice: the samples that share a value.',
    column: 'Metadata column',
    samples: 'Samples',
    missing: 'none',
  },
  zh: {
    title: '按元数据切片',
    why: '每个切片（取值相同的样本）上的指标。',
    column: '元数据列',
    samples: '样本数',
    missing: '无',
  },
};
