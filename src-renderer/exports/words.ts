/** @file Words of exports. */
import { many } from '../platform/i18n/many.ts';
export const en = {
  action: 'Export',
  label: (what: string) => `Export ${what}`,
  labelsOf: 'With the labels of',
  formats: { csv: 'CSV', jsonl: 'JSON Lines', parquet: 'Parquet', zip: 'ZIP of class folders' },
  what: {
    shown: (count: string) => `The ${many(count, 'sample')} shown`,
    all: (count: string) => `All ${many(count, 'sample')}`,
    onlyLabeled: (count: string) => `Only the ${many(count, 'labeled sample')}`,
    labels: 'Labels by sample id',
    version: 'Samples with their split',
    rejected: 'Rejected rows',
    predictions: 'All predictions',
    mistakes: 'Wrong predictions',
    cell: 'Samples of the selected cell',
  },
  images: 'CSV and JSON Lines list images by name. Parquet and ZIP contain the images.',
};

export const zh: typeof en = {
  action: '导出',
  label: (what) => `导出${what}`,
  labelsOf: '使用以下标注任务的标签',
  formats: { csv: 'CSV', jsonl: 'JSON Lines', parquet: 'Parquet', zip: 'ZIP（按类别分文件夹）' },
  what: {
    shown: (count) => `当前显示的 ${count} 个样本`,
    all: (count) => `全部 ${count} 个样本`,
    onlyLabeled: (count) => `仅 ${count} 个已标注样本`,
    labels: '按样本编号列出的标签',
    version: '样本及其数据划分',
    rejected: '被拒绝的行',
    predictions: '全部预测',
    mistakes: '错误的预测',
    cell: '所选单元格的样本',
  },
  images: 'CSV 和 JSON Lines 只列出图片名称；Parquet 和 ZIP 包含图片本身。',
};
