/** @file Words of formats and kinds that window and command line both say. */
import type { LocalizedText } from '../../platform/procedure.ts';
import type { PlanExportFormat, PlanImportFormat } from './values.ts';

export const FORMAT_WORDS: Readonly<Record<PlanExportFormat | PlanImportFormat, LocalizedText>> = {
  csv: { en: 'CSV', zh: 'CSV' },
  mspdi: { en: 'MS-Project XML', zh: 'MS-Project XML' },
  ics: { en: 'iCalendar', zh: 'iCalendar' },
  mermaid: { en: 'Mermaid gantt', zh: 'Mermaid 甘特图' },
  json: { en: 'JSON of Lathe', zh: 'Lathe 的 JSON' },
  jira: { en: 'Jira issues', zh: 'Jira 议题' },
  trello: { en: 'Trello board', zh: 'Trello 看板' },
  github: { en: 'GitHub issues', zh: 'GitHub 议题' },
};

const KIND_WORDS: Readonly<Record<string, LocalizedText>> = {
  task: { en: 'tasks', zh: '任务' },
  milestone: { en: 'milestones', zh: '里程碑' },
  project: { en: 'project', zh: '项目' },
  gate: { en: 'gates', zh: '关口' },
  risk: { en: 'risks', zh: '风险' },
};

/** A kind of document as a list of them is called; the name of rarer ones is their own. */
export const kindWords = (kind: string): LocalizedText => KIND_WORDS[kind] ?? { en: kind, zh: kind };
