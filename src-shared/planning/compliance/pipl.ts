/** @file PIPL: the Personal Information Protection Law of the People's Republic of China (2021). */
import type { Question } from './question.ts';

export const PIPL: readonly Question[] = [
  {
    id: 'legal-basis',
    source: 'Art. 13',
    en: 'Is there consent or another legal basis for every purpose?',
    zh: '每项处理目的是否取得同意或具备其他合法性基础？',
  },
  {
    id: 'purpose',
    source: 'Art. 6',
    en: 'Is the purpose clear and reasonable, and are only the data collected that it needs?',
    zh: '处理目的是否明确、合理，且收集限于最小范围？',
  },
  {
    id: 'withdraw',
    source: 'Art. 15',
    en: 'Can consent be withdrawn as easily as it was given?',
    zh: '是否提供便捷的撤回同意的方式？',
  },
  {
    id: 'notice',
    source: 'Art. 17',
    en: 'Are people told who processes what, why, how long, and how to exercise their rights?',
    zh: '是否告知处理者身份、目的、方式、种类、保存期限及行权方式？',
  },
  {
    id: 'retention',
    source: 'Art. 19',
    en: 'Are data kept no longer than the purpose needs?',
    zh: '保存期限是否为实现目的所必要的最短时间？',
  },
  {
    id: 'entrusted',
    source: 'Art. 21',
    en: 'Is entrusted processing (e.g. external annotators) agreed on and supervised?',
    zh: '委托处理（例如外部标注）是否有约定并受到监督？',
  },
  {
    id: 'automated',
    source: 'Art. 24',
    en: 'Are automated decisions transparent and fair, with a way to refuse them or ask for an explanation?',
    zh: '自动化决策是否透明、公平，并可拒绝或要求说明？',
  },
  {
    id: 'sensitive',
    source: 'Art. 28–30',
    en: 'Is there separate consent and strict protection for sensitive personal information?',
    zh: '处理敏感个人信息是否取得单独同意并采取严格保护措施？',
  },
  {
    id: 'minors',
    source: 'Art. 31',
    en: 'Is there a guardian’s consent for children under 14, and rules of their own?',
    zh: '处理不满十四周岁未成年人信息是否取得监护人同意并制定专门规则？',
  },
  {
    id: 'localisation',
    source: 'Art. 40',
    en: 'Are the data stored in the country where that is required?',
    zh: '依法应当境内存储的个人信息是否存储在境内？',
  },
  {
    id: 'cross-border',
    source: 'Art. 38–39',
    en: 'Do no data go abroad, or is there an assessment, certification or standard contract and separate consent?',
    zh: '个人信息是否不出境，或已完成安全评估、认证或标准合同并取得单独同意？',
  },
  {
    id: 'rights',
    source: 'Art. 44–48',
    en: 'Can people see, copy, correct and delete their information and have the rules explained?',
    zh: '个人能否查阅、复制、更正、删除其信息并要求解释处理规则？',
  },
  {
    id: 'measures',
    source: 'Art. 51',
    en: 'Are information classified, encrypted or de-identified, access limited, people trained, and plans for incidents made?',
    zh: '是否落实分类管理、加密或去标识化、权限控制、培训和应急预案？',
  },
  {
    id: 'officer',
    source: 'Art. 52',
    en: 'Is a person in charge of personal information named where one is required?',
    zh: '达到规定数量的，是否指定个人信息保护负责人？',
  },
  {
    id: 'audit',
    source: 'Art. 54',
    en: 'Are compliance audits carried out regularly?',
    zh: '是否定期开展合规审计？',
  },
  {
    id: 'assessment',
    source: 'Art. 55–56',
    en: 'Was a protection impact assessment made beforehand, and is it kept for three years?',
    zh: '是否事前进行个人信息保护影响评估，并保存至少三年？',
  },
  {
    id: 'incident',
    source: 'Art. 57',
    en: 'Does everybody know whom to tell of a leak, at once?',
    zh: '发生泄露时，是否明确立即补救和通知的对象与流程？',
  },
];
