/** @file The states of milestones and gates in words, for the report and the command line. */
import type { LocalizedText } from '../platform/procedure.ts';
import type { GateState, MilestoneState } from './values.ts';

export const MILESTONE_WORDS: Readonly<Record<MilestoneState, LocalizedText>> = {
  open: { en: 'open', zh: '进行中' },
  ready: { en: 'ready to sign', zh: '可签字' },
  signed: { en: 'signed, gates not passed yet', zh: '已签字，关口尚未通过' },
  closed: { en: 'closed', zh: '已关闭' },
  reopened: { en: 'reopened', zh: '已重新打开' },
};

export const GATE_WORDS: Readonly<Record<GateState, LocalizedText>> = {
  unknown: { en: 'unknown', zh: '未知' },
  failing: { en: 'failing', zh: '未通过' },
  holding: { en: 'holding', zh: '保持中' },
  passing: { en: 'passing', zh: '已通过' },
};
