/** @file Words of the report's page. */

export const reportEn = {
  of: 'Report of',
  everybody: 'The whole project',
  print: 'Print…',
  html: 'Save as HTML',
  markdown: 'Save as Markdown',
  copy: 'Copy as Markdown',
  text: 'Made from what was measured. Every number links to its evidence; nothing is sent anywhere.',
  keys: { print: 'Print the report' },
};

export const reportZh: typeof reportEn = {
  of: '报告范围',
  everybody: '整个项目',
  print: '打印…',
  html: '保存为 HTML',
  markdown: '保存为 Markdown',
  copy: '复制为 Markdown',
  text: '依据实测结果生成。每个数字都链接到其依据；不会向外发送任何内容。',
  keys: { print: '打印报告' },
};
