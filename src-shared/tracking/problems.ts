/** @file Problems of the tracking room. */
import type { Problems } from '../platform/problem.ts';

export const trackingProblems = {
  'tracking.experimentExists': {
    code: 'CONFLICT',
    en: {
      message: 'There is an experiment “{name}” already.',
      hint: 'Choose another name. It may be archived or in the trash: restore it there.',
    },
    zh: {
      message: '实验“{name}”已存在。',
      hint: '请换一个名称。该实验可能已归档或在回收站中，可在那里恢复。',
    },
  },
  'tracking.experimentNotEmpty': {
    code: 'CONFLICT',
    en: { message: 'The experiment “{name}” still has runs.', hint: 'Delete its runs for good first.' },
    zh: { message: '实验“{name}”中还有运行。', hint: '请先彻底删除其中的运行。' },
  },
  'tracking.notInTrash': {
    code: 'CONFLICT',
    en: {
      message: '“{name}” is not in the trash.',
      hint: 'Move it to the trash first, where it can be restored.',
    },
    zh: { message: '“{name}”不在回收站中。', hint: '请先将其移入回收站，之后仍可恢复。' },
  },
  'tracking.isRunning': {
    code: 'CONFLICT',
    en: { message: 'Run “{name}” is running.', hint: 'Stop it first, or wait until it ends.' },
    zh: { message: '运行“{name}”正在进行。', hint: '请先停止，或等待其结束。' },
  },
  'tracking.isNeeded': {
    code: 'CONFLICT',
    en: {
      message: 'Run “{name}” cannot be deleted for good: a model or a search names it.',
      hint: 'Leave it in the trash: it is shown nowhere else.',
    },
    zh: {
      message: '无法彻底删除运行“{name}”：有模型或超参数搜索引用它。',
      hint: '可将其留在回收站中，其他地方不会显示。',
    },
  },
  'tracking.notLogged': {
    code: 'CONFLICT',
    en: {
      message: 'Run “{name}” is a training of this workbench, which records it itself.',
      hint: 'Log into a run of your own: “lathe log” or the procedure runs.create begins one.',
    },
    zh: {
      message: '运行“{name}”是本工作台的训练，由工作台自行记录。',
      hint: '请记录到自己的运行中：可用 “lathe log” 或 runs.create 新建。',
    },
  },
  'tracking.exitCode': {
    code: 'CONFLICT',
    en: { message: 'The program ended with exit code {code}.', hint: 'The last lines of the log say why.' },
    zh: { message: '程序以退出码 {code} 结束。', hint: '原因见日志的最后几行。' },
  },
  'tracking.crashed': {
    code: 'CONFLICT',
    en: {
      message: 'The program that logged this run is gone and did not end it.',
      hint: 'The last lines of the log say what it did last. If it logs again, the run goes on.',
    },
    zh: {
      message: '记录此运行的程序已消失，且没有结束它。',
      hint: '日志的最后几行说明它最后做了什么。如果程序再次记录，运行会继续。',
    },
  },
  'tracking.ownParent': {
    code: 'BAD_INPUT',
    en: { message: 'Run “{name}” cannot stand below itself.', hint: 'Choose a run that is not below it.' },
    zh: { message: '运行“{name}”不能位于自身之下。', hint: '请选择不在其下级的运行。' },
  },
  'tracking.noProgram': {
    code: 'BAD_INPUT',
    en: {
      message: 'There is no program “{program}”.',
      hint: 'Name a program on the machine of the workbench by its whole path, e.g. /usr/local/bin/tell-us.',
    },
    zh: {
      message: '没有程序“{program}”。',
      hint: '请填写工作台所在机器上程序的完整路径，例如 /usr/local/bin/tell-us。',
    },
  },
  'tracking.viewExists': {
    code: 'CONFLICT',
    en: {
      message: 'There is a view “{name}” already.',
      hint: 'Choose another name, or open that view and change it.',
    },
    zh: { message: '视图“{name}”已存在。', hint: '请换一个名称，或打开该视图进行修改。' },
  },
  'tracking.tooManyCurves': {
    code: 'BAD_INPUT',
    en: {
      message: 'This workspace has {count} curves, which is all that it can hold.',
      hint: 'Delete runs for good that are in the trash.',
    },
    zh: { message: '该工作区已有 {count} 条曲线，达到上限。', hint: '请彻底删除回收站中的运行。' },
  },
} as const satisfies Problems;
