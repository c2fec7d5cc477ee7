/** @file Words of templates and of the portfolio. */

export const templatesEn = {
  template: 'Template',
  none: 'Empty project',
  noneText: 'Nothing but a name and a start.',
  own: 'Own template',
  makes: (tasks: string, milestones: string, risks: string) =>
    `${tasks} tasks, ${milestones} milestones, ${risks} risks`,
  currency: 'Currency',
  currencyWrong: 'Three letters, e.g. EUR or CNY.',
  save: 'Save as template',
  saveTitle: 'Save this project as a template',
  saveText:
    'Aims, requirements, milestones, gates, tasks, risks, budget lines and label schemas are kept, with their order and distances. What was done, measured and spent is not.',
  saved: (name: string) => `Template saved: ${name}`,
  name: 'Name',
  remove: (name: string) => `Delete the template ${name}`,
  portfolio: {
    timeline: 'Projects over time',
    milestones: (closed: string, all: string) => `${closed} of ${all} closed`,
    after: 'After',
    milestone: (name: string, due: string, state: string) => `${name}, ${due}, ${state}`,
    bar: (name: string, from: string, until: string) => `${name}: ${from} to ${until}`,
    conflict: 'due after this starts',
    open: 'open end',
    today: 'Today',
    archived: 'Show archived projects',
  },
};

export const templatesZh: typeof templatesEn = {
  template: '模板',
  none: '空项目',
  noneText: '只有名称和开始日期。',
  own: '自有模板',
  makes: (tasks, milestones, risks) => `${tasks} 个任务、${milestones} 个里程碑、${risks} 项风险`,
  currency: '货币',
  currencyWrong: '三个字母，例如 CNY 或 EUR。',
  save: '保存为模板',
  saveTitle: '将本项目保存为模板',
  saveText:
    '保留目标、需求、里程碑、关口、任务、风险、预算项和标注体系，以及它们的顺序和间隔；不保留已完成、已实测和已支出的内容。',
  saved: (name) => `已保存模板：${name}`,
  name: '名称',
  remove: (name) => `删除模板“${name}”`,
  portfolio: {
    timeline: '项目时间线',
    milestones: (closed, all) => `已关闭 ${closed} / ${all}`,
    after: '前置项目',
    milestone: (name, due, state) => `${name}，${due}，${state}`,
    bar: (name, from, until) => `${name}：${from} 至 ${until}`,
    conflict: '其截止晚于本项目开始',
    open: '未定',
    today: '今天',
    archived: '显示已归档项目',
  },
};
