/** @file What the tables of a workspace hold, in both languages: how damage in them is told. */
interface Words {
  readonly en: string;
  readonly zh: string;
}

const TABLES: Readonly<Record<string, Words>> = {
  samples: { en: 'samples', zh: '样本' },
  sample_images: { en: 'images', zh: '图片' },
  sample_ids: { en: 'the sample index', zh: '样本索引' },
  sample_states: { en: 'labels', zh: '标签' },
  annotations: { en: 'annotations', zh: '人工标注记录' },
  label_classes: { en: 'classes', zh: '类别' },
  label_imports: { en: 'imported labels', zh: '导入的标签' },
  searches: { en: 'searches', zh: '超参数搜索' },
  search_trials: { en: 'trials of searches', zh: '搜索试验' },
  search_trial_ends: { en: 'results of trials', zh: '试验结果' },
  work_queue: { en: 'the queue of searches and runs', zh: '搜索与运行队列' },
  work_queue_pause: { en: 'whether the queue is paused', zh: '队列暂停状态' },
  label_facets: { en: 'what labels are found by', zh: '标签筛选索引' },
  labeling_counts: { en: 'label counts', zh: '标签计数' },
  annotation_tasks: { en: 'annotation tasks', zh: '标注任务' },
  current_answers: { en: 'current answers', zh: '当前答案' },
  author_counts: { en: 'counts by annotator', zh: '标注员计数' },
  annotation_imports: { en: 'imports of annotations', zh: '标注导入记录' },
  staged_answers: { en: 'answers being imported', zh: '导入中的答案' },
  task_weights: { en: 'weights of annotators', zh: '标注员权重' },
  datasets: { en: 'datasets', zh: '数据集' },
  dataset_files: { en: 'imported files', zh: '已导入的文件' },
  dataset_versions: { en: 'versions', zh: '版本' },
  rejected_rows: { en: 'rejected rows', zh: '被拒绝的行' },
  runs: { en: 'runs and their parameters', zh: '运行及其参数' },
  metrics: { en: 'metrics', zh: '指标' },
  run_log: { en: 'run logs', zh: '运行日志' },
  run_samples: { en: 'generated samples', zh: '生成样例' },
  artifacts: { en: 'run artifacts', zh: '运行产物' },
  models: { en: 'models', zh: '模型' },
  model_exports: { en: 'exported models', zh: '已导出的模型' },
  registered_models: { en: 'registered models', zh: '注册模型' },
  registered_versions: { en: 'versions of registered models', zh: '注册模型的版本' },
  registered_aliases: { en: 'aliases of registered models', zh: '注册模型的别名' },
  registry_events: { en: 'the history of registered models', zh: '注册模型的历史' },
  reports: { en: 'reports', zh: '评估报告' },
  endpoints: { en: 'endpoints', zh: '端点' },
  people: { en: 'people', zh: '人员' },
  sessions: { en: 'sign-ins', zh: '登录会话' },
  sqlite_schema: { en: 'the database schema', zh: '数据库结构' },
};

/** A table in words; its name where there are none. */
export function tableInWords(table: string): Words {
  return TABLES[table] ?? { en: table, zh: table };
}
