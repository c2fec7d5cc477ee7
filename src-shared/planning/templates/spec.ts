/** @file What a template of a project says: work with its effort and order, milestones, gates, risks, roles, classes. */
import type { Condition } from '../kinds/values.ts';
import type { LocalizedText } from '../../contract.ts';

export type RoleKey = 'product' | 'data' | 'annotator' | 'engineer' | 'operations' | 'expert';
export type MilestoneKey = 'goals' | 'data' | 'model' | 'release';

export interface TemplateTask {
  readonly key: string;
  readonly title: LocalizedText;
  readonly milestone: MilestoneKey;
  readonly role: RoleKey;
  /** Hours: if all goes well, most likely, if much goes wrong. */
  readonly hours: readonly [optimistic: number, likely: number, pessimistic: number];
  /** Keys of the tasks before. */
  readonly after: readonly string[];
  readonly gpuHours?: number;
  readonly skill?: string;
}

export interface TemplateGate extends Omit<Condition, 'parameters'> {
  readonly milestone: MilestoneKey;
  readonly name: LocalizedText;
  /** `project` stands for the project itself; what nobody can know yet is left out. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface TemplateSpec {
  readonly id: string;
  readonly name: LocalizedText;
  readonly text: LocalizedText;
  readonly vision: LocalizedText;
  /** Who uses it, e.g. “support agents”. */
  readonly users: LocalizedText;
  readonly tasks: readonly TemplateTask[];
  readonly gates: readonly TemplateGate[];
  /** Ids of the library of risks. */
  readonly risks: readonly string[];
  readonly schema: {
    readonly name: LocalizedText;
    readonly classes: readonly (readonly [name: LocalizedText, guideline: LocalizedText])[];
  };
  readonly results: readonly {
    readonly title: LocalizedText;
    readonly from: number;
    readonly to: number;
    readonly unit: string;
  }[];
}

export const ROLES: Readonly<Record<RoleKey, LocalizedText>> = {
  product: { en: 'Product manager', zh: '产品经理' },
  data: { en: 'Data engineer', zh: '数据工程师' },
  annotator: { en: 'Annotator', zh: '标注员' },
  engineer: { en: 'ML engineer', zh: '机器学习工程师' },
  operations: { en: 'ML operations', zh: '模型运维工程师' },
  expert: { en: 'Domain expert', zh: '领域专家' },
};

/** Skills by role: 2 works alone, 3 experienced. */
export const ROLE_SKILLS: Readonly<Record<RoleKey, Readonly<Record<string, number>>>> = {
  product: { interviews: 3, compliance: 2 },
  data: { data: 3 },
  annotator: { labeling: 2 },
  engineer: { training: 3, evaluation: 3 },
  operations: { serving: 3 },
  expert: { domain: 3 },
};

/** Weeks after the start by which a milestone is due. */
export const MILESTONES: readonly (readonly [key: MilestoneKey, weeks: number, name: LocalizedText])[] = [
  ['goals', 2, { en: 'Goals agreed', zh: '目标已商定' }],
  ['data', 6, { en: 'Data ready', zh: '数据就绪' }],
  ['model', 10, { en: 'Model reaches its goal', zh: '模型达标' }],
  ['release', 13, { en: 'In production', zh: '上线' }],
];
