/** @file Problems of files that plans come from. */
import type { Problems } from '../../platform/problem.ts';

export const exchangeProblems = {
  'planning.fileEmpty': {
    code: 'BAD_INPUT',
    en: { message: 'There is nothing in “{file}”.', hint: 'Export it again from the program it comes from.' },
    zh: { message: '“{file}”为空。', hint: '请从原程序重新导出。' },
  },
  'planning.fileUnknown': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” is no plan that Lathe can read.',
      hint: 'Give CSV, MS-Project XML, iCalendar, JSON of Lathe, or issues that Jira, Trello or GitHub exported.',
    },
    zh: {
      message: '无法将“{file}”读作计划。',
      hint: '请提供 CSV、MS-Project XML、iCalendar、Lathe 的 JSON，或 Jira、Trello、GitHub 导出的议题。',
    },
  },
  'planning.fileUnreadable': {
    code: 'NOT_FOUND',
    en: { message: 'The file “{file}” cannot be read: {why}', hint: 'Check its path and who may read it.' },
    zh: { message: '无法读取文件“{file}”：{why}', hint: '请检查路径和读取权限。' },
  },
  'planning.fileNotText': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” is no text in UTF-8 or UTF-16.',
      hint: 'Save it as UTF-8. An .mpp file is to be saved as XML.',
    },
    zh: { message: '“{file}”不是 UTF-8 或 UTF-16 文本。', hint: '请另存为 UTF-8；.mpp 文件请另存为 XML。' },
  },
  'planning.fileTooLarge': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” has more than {limit} million characters.',
      hint: 'Split it into several files.',
    },
    zh: { message: '“{file}”超过 {limit} 百万个字符。', hint: '请拆分为多个文件。' },
  },
  'planning.fileNoTitle': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” has no column with titles. Its columns: {columns}.',
      hint: 'Name it “title” in the first line. An export of a plan as CSV shows all columns.',
    },
    zh: {
      message: '“{file}”没有标题列。现有列：{columns}。',
      hint: '请在首行将其命名为“title”。将计划导出为 CSV 可查看全部列。',
    },
  },
  'planning.fileQuote': {
    code: 'BAD_INPUT',
    en: {
      message: 'The quotation mark that opens on line {line} is never closed.',
      hint: 'The file may be cut off. Export it again.',
    },
    zh: { message: '第 {line} 行开始的引号没有结束。', hint: '文件可能不完整，请重新导出。' },
  },
  'planning.fileXml': {
    code: 'BAD_INPUT',
    en: {
      message: 'The XML cannot be read at line {line}, column {column}: {why}',
      hint: 'The file may be cut off. Save it as XML again.',
    },
    zh: {
      message: '第 {line} 行第 {column} 列的 XML 无法读取：{why}',
      hint: '文件可能不完整，请重新另存为 XML。',
    },
  },
  'planning.fileDeep': {
    code: 'BAD_INPUT',
    en: {
      message: 'The file is nested too deep to be a plan.',
      hint: 'Export it again from the program it comes from.',
    },
    zh: { message: '文件嵌套过深，不是有效计划。', hint: '请从原程序重新导出。' },
  },
  'planning.fileJson': {
    code: 'BAD_INPUT',
    en: {
      message: 'The JSON cannot be read at line {line}: {why}',
      hint: 'The file may be cut off. Export it again.',
    },
    zh: { message: '第 {line} 行的 JSON 无法读取：{why}', hint: '文件可能不完整，请重新导出。' },
  },
  'planning.fileIcs': {
    code: 'BAD_INPUT',
    en: {
      message: 'The calendar cannot be read at line {line}: {text}',
      hint: 'The file may be cut off. Export it again.',
    },
    zh: { message: '第 {line} 行的日历无法读取：{text}', hint: '文件可能不完整，请重新导出。' },
  },
  'planning.fileShape': {
    code: 'BAD_INPUT',
    en: { message: 'The plan lacks what it needs at {where}: {why}', hint: 'Export it again from Lathe.' },
    zh: { message: '计划文件在 {where} 处不完整：{why}', hint: '请从 Lathe 重新导出。' },
  },
  'planning.fileNewer': {
    code: 'BAD_INPUT',
    en: { message: 'The plan is of version {version}, which a newer Lathe wrote.', hint: 'Update Lathe.' },
    zh: { message: '该计划文件为版本 {version}，由更新的 Lathe 写出。', hint: '请更新 Lathe。' },
  },
  'planning.changedMeanwhile': {
    code: 'CONFLICT',
    en: {
      message:
        'Nothing of “{file}” was imported: the plan was changed again and again while the file was read.',
      hint: 'Import it when nobody else works on the plan.',
    },
    zh: {
      message: '未导入“{file}”：读取文件期间计划被反复修改。',
      hint: '请在没有其他人编辑该计划时导入。',
    },
  },
  'planning.fileProblems': {
    code: 'BAD_INPUT',
    en: {
      message: 'Nothing was imported. Problems: {count}. The first: {first}',
      hint: 'Mend them in the file and import it again.',
    },
    zh: { message: '未导入任何内容。问题数：{count}。第一个：{first}', hint: '请在文件中修正后重新导入。' },
  },
} as const satisfies Problems;
