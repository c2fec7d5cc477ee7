/** @file Words of the sample projects. */

export const en = {
  title: 'Sample projects',
  text: 'Each project comes with its data and a training setup. Choose one: its data is imported and frozen, then you press “Start training”.',
  data: (title: string, kind: string, rows: string) => `${title} · ${kind} · ${rows}`,
  own: 'Import your own file',
  samples: 'Sample data only',
  preparing: 'Preparing the data…',
  missing: 'The data of this project is not ready.',
  again: 'Try again',
};

export const zh: typeof en = {
  title: '示例项目',
  text: '每个项目自带数据和训练设置。选择一个：数据会自动导入并冻结，之后由您点击“开始训练”。',
  data: (title, kind, rows) => `${title} · ${kind} · ${rows}`,
  own: '导入自己的文件',
  samples: '仅示例数据',
  preparing: '正在准备数据…',
  missing: '此项目的数据尚未就绪。',
  again: '重试',
};
