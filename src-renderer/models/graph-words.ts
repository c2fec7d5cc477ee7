/** @file Words around the drawing of a model's graph. */
import { many } from '../platform/i18n/many.ts';

export const en = {
  view: 'View',
  drawing: 'Drawing',
  text: 'Text',
  label: (operations: string) => `The model’s graph: ${operations}, computed from top to bottom`,
  operations: (count: string) => many(count, 'operation'),
  tooMany: 'The graph is too large to draw. It is shown as text, one line per node.',
  mermaid: 'Copy as Mermaid',
  copy: 'Copy text',
};

export const zh: typeof en = {
  view: '显示方式',
  drawing: '图示',
  text: '文本',
  label: (operations) => `模型的计算图：${operations}，自上而下计算`,
  operations: (count) => `${count} 个算子`,
  tooMany: '计算图太大，无法绘制。以下为文本形式，每个节点一行。',
  mermaid: '复制为 Mermaid',
  copy: '复制文本',
};
