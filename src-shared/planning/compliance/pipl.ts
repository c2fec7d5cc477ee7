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
    en: 'Is the purpose clear and reasonable, and is no more collected than it needs?',
    zh: '处理目的是否明确、合理，且收集限于最小范围？',
  },
  {
    id: 'withdraw',
    source: 'Art. 15',
    en: 'Is there a convenient way to withdraw consent?',
    zh: '是否提供便捷的撤回同意的方式？',
  },
  {
    id: 'notice',
    source: 'Art. 17',
    en: 'Are people told beforehand who processes what, why, how and how long, and how to exercise their rights?',
    zh: '处理前是否告知处理者名称和联系方式、处理目的、方式、种类、保存期限及行权方式？',
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
    id: 'shared',
    source: 'Art. 23',
    en: 'Where another handler gets information: are people told who it is and what for, and do they consent separately?',
    zh: '向其他处理者提供个人信息时，是否告知接收方及目的并取得单独同意？',
  },
  {
    id: 'automated',
    source: 'Art. 24',
    en: 'Are automated decisions transparent and fair, and can people have one explained and refuse it where it affects them greatly?',
    zh: '自动化决策是否透明、公平；对个人权益有重大影响时，个人能否要求说明并拒绝仅由其作出的决定？',
  },
  {
    id: 'public-images',
    source: 'Art. 26',
    en: 'Do cameras in public places serve public security only, with signs that are easy to see?',
    zh: '公共场所的图像采集是否仅为维护公共安全所必需，并设置显著提示标识？',
  },
  {
    id: 'sensitive',
    source: 'Art. 28–30',
    en: 'Is sensitive personal information processed only for a definite purpose and where necessary, with separate consent, strict protection, and people told why and how it affects them?',
    zh: '处理敏感个人信息是否具有特定目的和充分必要性、取得单独同意、采取严格保护措施，并告知必要性及对个人权益的影响？',
  },
  {
    id: 'minors',
    source: 'Art. 31',
    en: 'Do parents or guardians consent for children under 14, and are there rules of their own?',
    zh: '处理不满十四周岁未成年人个人信息，是否取得父母或其他监护人同意并制定专门规则？',
  },
  {
    id: 'localisation',
    source: 'Art. 40',
    en: 'Is information stored in the country where that is required (critical infrastructure, large amounts)?',
    zh: '关键信息基础设施运营者或达到规定数量的，是否将个人信息存储在境内？',
  },
  {
    id: 'cross-border',
    source: 'Art. 38–39',
    en: 'Does nothing go abroad, or is there the assessment, certification or standard contract that is required, and separate consent?',
    zh: '个人信息是否不出境，或已按要求通过安全评估、认证或订立标准合同，并取得单独同意？',
  },
  {
    id: 'rights',
    source: 'Art. 44–50',
    en: 'Can people see, copy, move, correct and delete their information, have the rules explained, and is there a convenient way to ask?',
    zh: '个人能否查阅、复制、转移、更正、删除其信息并要求解释处理规则，且有便捷的申请渠道？',
  },
  {
    id: 'measures',
    source: 'Art. 51',
    en: 'Are information classified, encrypted or de-identified, access limited, people trained, and plans for incidents made?',
    zh: '是否落实分类管理、加密或去标识化、权限控制、培训和应急预案？',
  },
  {
    id: 'officer',
    source: 'Art. 52–53',
    en: 'Is a person in charge of personal information named where one is required, and a representative by those abroad?',
    zh: '达到规定数量的，是否指定个人信息保护负责人；境外处理者是否设立境内专门机构或代表？',
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
    en: 'Where it is required (sensitive, automated, entrusted, shared, abroad): was a protection impact assessment made beforehand, and is it kept for three years?',
    zh: '涉及敏感信息、自动化决策、委托、提供或出境等情形时，是否事前进行个人信息保护影响评估并保存至少三年？',
  },
  {
    id: 'incident',
    source: 'Art. 57',
    en: 'Does everybody know how to stop a leak at once and whom to tell, authority and people?',
    zh: '发生泄露、篡改或丢失时，是否明确立即补救以及通知主管部门和个人的流程？',
  },
];
