/** @file Words of the gates of milestones. */

export const gatesEn = {
  empty: {
    title: 'No milestone yet',
    text: 'A milestone has gates: facts that the workbench knows, e.g. a metric of a model. It closes when they pass and somebody signs.',
  },
  add: 'Add milestone',
  name: 'Name',
  due: 'Due',
  state: {
    open: 'Open',
    ready: 'Ready to sign',
    signed: 'Signed, gates not passed yet',
    closed: 'Closed',
    reopened: 'Reopened',
  },
  gate: { unknown: 'Unknown', failing: 'Failing', holding: 'Holding', passing: 'Passing' },
};

export const gatesZh: typeof gatesEn = {
  empty: {
    title: '还没有里程碑',
    text: '里程碑包含关口，即工作台实测的事实；全部通过并有人签字后自动关闭。',
  },
  add: '添加里程碑',
  name: '名称',
  due: '截止',
  state: {
    open: '进行中',
    ready: '可签字',
    signed: '已签字，关口尚未通过',
    closed: '已关闭',
    reopened: '已重新打开',
  },
  gate: { unknown: '未知', failing: '未通过', holding: '保持中', passing: '已通过' },
};
