/** @file Words of the Overview page. */
import { many } from '../platform/i18n/many.ts';

export const en = {
  welcome: {
    title: 'Train your first model',
    text: 'Import data, label it, train, and serve the model. Everything stays on this machine. Start with a sample project, or with your own file.',
  },
  counts: {
    datasets: 'Datasets',
    samples: 'Samples',
    runs: 'Runs',
    models: 'Models',
    endpoints: 'Endpoints',
  },
  projects: {
    title: 'Projects',
    all: 'All datasets',
    dataset: 'Dataset',
    labels: 'Labels',
    version: 'Version',
    best: 'Best on test',
    served: 'Served as',
    labeled: (labeled: string, samples: string) => `${labeled} of ${samples}`,
    samples: (count: string) => many(count, 'sample'),
  },
  next: 'Next steps',
  nothingNext: 'You have no open steps. Compare runs, or try another recipe.',
  steps: {
    label: (count: string, dataset: string) => `Label ${many(count, 'sample')} of ${dataset}`,
    freeze: (dataset: string) => `Freeze a version of ${dataset} to train on`,
    train: (version: string) => `Train on ${version}`,
    resume: (run: string) => `Resume ${run}`,
    evaluate: (model: string) => `Check how ${model} performs`,
    serve: (model: string) => `Serve ${model}`,
    watch: (run: string) => `Watch ${run} train`,
  },
  recent: 'Recent runs',
  allRuns: 'All runs',
  noRuns: 'Runs appear here once something has been trained.',
};

export const zh: typeof en = {
  welcome: {
    title: '训练您的第一个模型',
    text: '导入数据、标注、训练并部署模型，一切都留在本机。可以从示例项目开始，也可以导入自己的文件。',
  },
  counts: { datasets: '数据集', samples: '样本', runs: '运行', models: '模型', endpoints: '端点' },
  projects: {
    title: '项目',
    all: '全部数据集',
    dataset: '数据集',
    labels: '标注',
    version: '版本',
    best: '最佳测试结果',
    served: '部署为',
    labeled: (labeled, samples) => `${labeled} / ${samples}`,
    samples: (count) => `${count} 个样本`,
  },
  next: '下一步',
  nothingNext: '暂时没有待办。可以对比运行，或换一个训练方案试试。',
  steps: {
    label: (count, dataset) => `为“${dataset}”标注 ${count} 个样本`,
    freeze: (dataset) => `冻结“${dataset}”的一个版本用于训练`,
    train: (version) => `在 ${version} 上训练`,
    resume: (run) => `继续“${run}”`,
    evaluate: (model) => `查看“${model}”的表现`,
    serve: (model) => `部署“${model}”`,
    watch: (run) => `查看“${run}”的训练进度`,
  },
  recent: '最近的运行',
  allRuns: '全部运行',
  noRuns: '完成一次训练后，运行会显示在这里。',
};
