/** @file Words of exports. */
export const en = {
  action: 'Export',
  label: (what: string) => `Export ${what}`,
  formats: { csv: 'CSV', jsonl: 'JSON Lines', parquet: 'Parquet' },
  what: {
    dataset: 'Samples with labels and metadata',
    labels: 'Labels by sample id',
    version: 'Samples with their split',
    rejected: 'Rejected rows',
    predictions: 'All predictions',
    mistakes: 'Wrong predictions',
    cell: 'Samples of the selected cell',
  },
  images: 'CSV and JSON Lines list images by name. Parquet contains their bytes.',
};

export const zh: typeof en = {
  action: '导出',
  label: (what) => `导出${what}`,
  formats: { csv: 'CSV', jsonl: 'JSON Lines', parquet: 'Parquet' },
  what: {
    dataset: '样本及其标签和元数据',
    labels: '按样本编号列出的标签',
    version: '样本及其数据划分',
    rejected: '被拒绝的行',
    predictions: '全部预测',
    mistakes: '错误的预测',
    cell: '所选单元格的样本',
  },
  images: 'CSV 和 JSON Lines 只列出图片名称；Parquet 包含图片内容。',
};
