/** @file Words of compliance. */
import type { Regulation } from '../../../src-shared/planning/compliance/question.ts';
import type { RiskClass } from '../../../src-shared/planning/compliance/status.ts';
import type { PlanBody } from '../../../src-shared/planning/contract.ts';

const regulation: Record<Regulation, string> = {
  gdpr: 'GDPR',
  pipl: 'PIPL',
  'eu-ai-act': 'EU AI Act',
  documentation: 'Documentation',
};
const answer: Record<NonNullable<PlanBody<'complianceAnswer'>['answer']>, string> = {
  yes: 'Yes',
  partly: 'Partly',
  no: 'No',
  'not-applicable': 'Not applicable',
};
const riskClass: Record<RiskClass, string> = {
  unknown: 'not known yet: answer the first questions',
  prohibited: 'prohibited',
  high: 'high risk',
  limited: 'limited risk (transparency)',
  minimal: 'minimal risk',
};

export const complianceEn = {
  partsLabel: 'Regulations',
  regulation,
  answer,
  answerOf: (question: string) => `Answer: ${question}`,
  riskClass,
  /** Where the law says it. */
  source: (text: string) => text,
  classIs: 'Class of risk',
  met: (met: string, asked: string) => `${met} of ${asked} met`,
  signed: (count: string) => `${count} signed`,
  progress: (name: string) => `Progress of ${name}`,
  onlyMissing: 'Only what is missing',
  complete: 'Nothing is missing.',
  notAnswered: 'Not answered',
  note: 'Note',
  evidence: 'Evidence',
  addEvidence: 'Add evidence',
  owner: 'Owner',
  due: 'Due',
  sign: 'Sign',
  signAs: (name: string) => `Sign as ${name}`,
  withdraw: 'Withdraw the signature',
  signedBy: (name: string, when: string) => `Signed by ${name}, ${when}`,
  signHint:
    'Whoever signs stands for the answer, the note and the evidence. Changing one of them takes the signature away.',
  noAdvice:
    'A working aid, not legal advice: the questions help to think of everything; whether they cover your case is for a lawyer to say.',
  keys: {
    yes: 'Answer yes',
    partly: 'Answer partly',
    no: 'Answer no',
    notApplicable: 'Answer not applicable',
    move: 'Move through the questions',
    open: 'Note, evidence and signature',
  },
};

export const complianceZh: typeof complianceEn = {
  partsLabel: '法规',
  regulation: { gdpr: 'GDPR', pipl: '个人信息保护法', 'eu-ai-act': '欧盟人工智能法', documentation: '文档' },
  answer: { yes: '是', partly: '部分', no: '否', 'not-applicable': '不适用' },
  answerOf: (question) => `回答：${question}`,
  riskClass: {
    unknown: '尚未确定：请先回答前几个问题',
    prohibited: '禁止',
    high: '高风险',
    limited: '有限风险（透明度义务）',
    minimal: '最低风险',
  },
  classIs: '风险等级',
  met: (met, asked) => `已满足 ${met} / ${asked}`,
  signed: (count) => `已签字 ${count}`,
  progress: (name) => `${name}的进度`,
  onlyMissing: '只看未满足项',
  complete: '没有缺失项。',
  notAnswered: '未回答',
  note: '备注',
  evidence: '证据',
  addEvidence: '添加证据',
  owner: '负责人',
  due: '截止',
  sign: '签字',
  signAs: (name) => `以 ${name} 的名义签字`,
  withdraw: '撤回签字',
  signedBy: (name, when) => `${name} 于 ${when} 签字`,
  signHint: '签字人对回答、备注和证据负责。其中任何一项更改后，签字自动失效。',
  noAdvice: '本清单仅为工作辅助，用于避免遗漏，不构成法律意见；是否适用于您的情况请咨询律师。',
  source: (text) =>
    text
      .replace(/Art\. (.+?)(?=, Annex|$)/u, '第 $1 条')
      .replace(/Annex (I+)/gu, '附件 $1')
      .replaceAll(', ', '、'),
  keys: {
    yes: '回答“是”',
    partly: '回答“部分”',
    no: '回答“否”',
    notApplicable: '回答“不适用”',
    move: '在问题间移动',
    open: '备注、证据与签字',
  },
};
