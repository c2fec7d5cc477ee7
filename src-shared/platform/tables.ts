/** @file What the tables of a workspace hold, in both languages: how damage in them is told. */
interface Words {
  readonly en: string;
  readonly zh: string;
}

const TABLES: Readonly<Record<string, Words>> = {
  samples: { en: 'samples', zh: '样本' },
  sample_images: { en: 'pictures', zh: '图片' },
  sample_ids: { en: 'the index of samples', zh: '样本索引' },
  sample_states: { en: 'labels', zh: '标签' },
  annotations: { en: 'answers of people', zh: '人工标注记录' },
  label_classes: { en: 'classes', zh: '类别' },
  label_imports: { en: 'imported labels', zh: '导入的标签' },
  labeling_counts: { en: 'counts of labels', zh: '标签计数' },
  datasets: { en: 'datasets', zh: '数据集' },
  dataset_files: { en: 'imported files', zh: '已导入的文件' },
  dataset_versions: { en: 'versions', zh: '版本' },
  rejected_rows: { en: 'rejected rows', zh: '被拒绝的行' },
  runs: { en: 'runs and their parameters', zh: '训练及其参数' },
  metrics: { en: 'metrics', zh: '指标' },
  run_log: { en: 'logs of runs', zh: '训练日志' },
  run_samples: { en: 'texts written by runs', zh: '训练中生成的文本' },
  artifacts: { en: 'files of runs', zh: '训练产生的文件' },
  models: { en: 'models', zh: '模型' },
  model_exports: { en: 'exported models', zh: '已导出的模型' },
  reports: { en: 'reports', zh: '评估报告' },
  endpoints: { en: 'endpoints', zh: '服务端点' },
  people: { en: 'people', zh: '人员' },
  sessions: { en: 'sign-ins', zh: '登录会话' },
  sqlite_schema: { en: 'the schema of the database', zh: '数据库结构' },
};

/** A table in words; its name where there are none. */
export function tableInWords(table: string): Words {
  return TABLES[table] ?? { en: table, zh: table };
}
