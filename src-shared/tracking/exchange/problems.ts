/** @file Problems of files that runs are read from and written to. */
import type { Problems } from '../../platform/problem.ts';

export const runFileProblems = {
  'tracking.fileUnknown': {
    code: 'BAD_INPUT',
    en: {
      message: 'There are no runs in “{file}”.',
      hint: 'Choose an mlruns folder, event files of TensorBoard, an offline folder of W&B, a database of MLflow or Trackio, a Parquet file or CSV; of many files a folder or a ZIP archive.',
    },
    zh: {
      message: '“{file}”中没有运行。',
      hint: '请选择 mlruns 文件夹、TensorBoard 事件文件、W&B 离线文件夹、MLflow 或 Trackio 的数据库、Parquet 或 CSV 文件；多个文件请选文件夹或 ZIP 压缩包。',
    },
  },
  'tracking.fileUnreadable': {
    code: 'BAD_INPUT',
    en: {
      message: 'The database “{file}” cannot be read: it is damaged or cut off.',
      hint: 'Copy it again from where it comes, while no program writes to it.',
    },
    zh: {
      message: '无法读取数据库“{file}”：文件已损坏或不完整。',
      hint: '请在没有程序写入时重新复制该文件。',
    },
  },
} as const satisfies Problems;
