/** @file The kinds of things that can be missing, as a Chinese sentence names them. */
const KINDS_ZH: Readonly<Record<string, string>> = {
  class: '类别',
  dataset: '数据集',
  endpoint: '端点',
  fact: '事实',
  file: '文件',
  key: '密钥',
  milestone: '里程碑',
  model: '模型',
  project: '项目',
  'model of run': '该运行的模型',
  procedure: '接口',
  'registered model': '注册模型',
  event: '记录',
  report: '报告',
  run: '运行',
  sample: '样本',
  'sample project': '示例项目',
  session: '会话',
  upload: '上传的文件',
  view: '视图',
  version: '版本',
};

/** A kind as it stands in {what} of a problem: the English word, which crosses the wire, or the Chinese one. */
export function kindIn(language: 'en' | 'zh', kind: string): string {
  return language === 'en' ? kind : (KINDS_ZH[kind] ?? kind);
}
