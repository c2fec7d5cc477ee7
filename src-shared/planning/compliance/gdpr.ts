/** @file GDPR: Regulation (EU) 2016/679. */
import type { Question } from './question.ts';

export const GDPR: readonly Question[] = [
  {
    id: 'lawful-basis',
    source: 'Art. 6',
    en: 'Is there a lawful basis for every purpose, and is it written down?',
    zh: '每一项处理目的是否都有合法依据并已书面记录？',
  },
  {
    id: 'consent',
    source: 'Art. 7–8',
    en: 'Where consent is the basis: can it be shown, and withdrawn as easily as it was given, and do parents consent for children?',
    zh: '以同意为依据时：能否证明已取得同意、撤回是否与给出同样容易、儿童是否由监护人同意？',
  },
  {
    id: 'purpose',
    source: 'Art. 5(1)(b), 6(4)',
    en: 'Is training a model compatible with the purpose for which the data were collected?',
    zh: '用于训练模型是否与收集数据时的目的相符？',
  },
  {
    id: 'minimisation',
    source: 'Art. 5(1)(c)',
    en: 'Are only the personal data kept that the task needs, e.g. without names in the samples?',
    zh: '是否只保留任务必需的个人数据，例如样本中不含姓名？',
  },
  {
    id: 'accuracy',
    source: 'Art. 5(1)(d), 16',
    en: 'Can wrong personal data be found and corrected, also in labels?',
    zh: '能否找到并更正错误的个人数据（包括标注）？',
  },
  {
    id: 'storage',
    source: 'Art. 5(1)(e)',
    en: 'Is there a day by which the personal data are deleted or made anonymous?',
    zh: '是否规定了个人数据删除或匿名化的期限？',
  },
  {
    id: 'special',
    source: 'Art. 9–10',
    en: 'Are special categories (health, biometrics that identify, beliefs …) and criminal convictions absent, or does the law allow them here?',
    zh: '是否不含特殊类别数据（健康、用于识别的生物特征、信仰等）和刑事定罪数据，或具备法定例外？',
  },
  {
    id: 'information',
    source: 'Art. 12–14',
    en: 'Are the people told what their data are used for, in plain words?',
    zh: '是否以通俗语言告知数据主体其数据的用途？',
  },
  {
    id: 'rights',
    source: 'Art. 15–21',
    en: 'Can access, correction, erasure, restriction, portability and objection be carried out, also for frozen versions and trained models?',
    zh: '能否落实查阅、更正、删除、限制处理、数据可携和反对权，包括已冻结的版本和已训练的模型？',
  },
  {
    id: 'automated',
    source: 'Art. 22',
    en: 'Is nobody subject to a decision by the model alone that affects them significantly, or are the safeguards in place?',
    zh: '是否避免仅由模型作出对个人有重大影响的决定，或已有保障措施？',
  },
  {
    id: 'by-design',
    source: 'Art. 25',
    en: 'Is data protection part of the design and the default?',
    zh: '数据保护是否纳入设计并作为默认设置？',
  },
  {
    id: 'processors',
    source: 'Art. 28',
    en: 'Is there a contract with everyone who processes data for you, e.g. external annotators?',
    zh: '与所有受托处理者（例如外部标注方）是否都签订了合同？',
  },
  {
    id: 'accountable',
    source: 'Art. 5(2), 24',
    en: 'Can you show that all of this is kept to?',
    zh: '能否证明以上要求均得到遵守？',
  },
  {
    id: 'records',
    source: 'Art. 30',
    en: 'Is this processing in the record of processing activities?',
    zh: '该处理活动是否已列入处理活动记录？',
  },
  {
    id: 'security',
    source: 'Art. 32',
    en: 'Are access, encryption, backups and their tests appropriate to the risk?',
    zh: '访问控制、加密、备份及其测试是否与风险相称？',
  },
  {
    id: 'breach',
    source: 'Art. 33–34',
    en: 'Does everybody know what to do when a breach is noticed, so that the authority is told within 72 hours and the people without delay where their risk is high?',
    zh: '发现数据泄露后应做什么，团队是否人人清楚：72 小时内通知监管机构，对个人风险高时及时通知个人？',
  },
  {
    id: 'dpia',
    source: 'Art. 35–36',
    en: 'Was an impact assessment made, or written down why none is needed?',
    zh: '是否已做数据保护影响评估，或书面说明为何无需？',
  },
  {
    id: 'officer',
    source: 'Art. 37–39',
    en: 'Is a data protection officer named where one is required?',
    zh: '如法律要求，是否已指定数据保护官？',
  },
  {
    id: 'transfers',
    source: 'Art. 44–49',
    en: 'Do no personal data leave the EEA, or does each transfer rest on an adequacy decision, safeguards or an exception?',
    zh: '个人数据是否不离开欧洲经济区，或每次传输均有充分性决定、适当保障或法定例外？',
  },
];
