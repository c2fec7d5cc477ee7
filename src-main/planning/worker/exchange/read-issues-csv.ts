/** @file Issues as CSV: Jira repeats a column for each of its values, GitHub has lists in a cell. */
import type { Draft } from '../../exchange/draft.ts';
import type { CsvRow } from '../../exchange/csv.ts';
import { draftOfIssues, NO_ISSUE, type Issue } from './issues.ts';

const SECONDS_AN_HOUR = 3600;

/** The issues of whichever program wrote the rows; undefined where none did. */
export function readIssuesCsv(rows: readonly CsvRow[]): Draft | undefined {
  const headers = (rows[0]?.cells ?? []).map((header) => header.trim().toLowerCase());
  if (headers.includes('issue key') && headers.includes('summary')) return readJira(headers, rows.slice(1));
  const isGitHub = ['number', 'title', 'state'].every((name) => headers.includes(name));
  return isGitHub ? readGitHub(headers, rows.slice(1)) : undefined;
}

/** All cells of a row by the name of their column. */
function recordOf(headers: readonly string[], { cells }: CsvRow): Map<string, string[]> {
  const record = new Map<string, string[]>();
  cells.forEach((cell, i) => {
    const name = headers[i] ?? '';
    if (cell.trim() !== '') record.set(name, [...(record.get(name) ?? []), cell.trim()]);
  });
  return record;
}

const JIRA = new Set([
  'issue key',
  'issue id',
  'summary',
  'description',
  'status',
  'status category',
  'priority',
  'assignee',
  'labels',
  'due date',
  'start date',
  'resolved',
  'original estimate',
  'parent',
  'parent id',
  'parent key',
  'inward issue link (blocks)',
  'outward issue link (blocks)',
  'fix versions',
  'fix version/s',
]);

function readJira(headers: readonly string[], rows: readonly CsvRow[]): Draft {
  const dropped: (readonly [string, string])[] = [];
  const records = rows.map((row) => ({ where: `${row.line}`, record: recordOf(headers, row) }));
  const keyOfId = new Map(
    records.map(({ record }) => [record.get('issue id')?.[0] ?? '', record.get('issue key')?.[0] ?? '']),
  );
  const blocked = new Map<string, string[]>();
  for (const { record } of records)
    for (const after of record.get('outward issue link (blocks)') ?? [])
      blocked.set(after, [...(blocked.get(after) ?? []), record.get('issue key')?.[0] ?? '']);
  const issues = records.map(({ record, where }): Issue => {
    const first = (name: string) => record.get(name)?.[0] ?? '';
    for (const name of record.keys()) if (!JIRA.has(name)) dropped.push([name, where]);
    const key = first('issue key') || `line ${where}`;
    const parent =
      first('parent key') || keyOfId.get(first('parent id') || first('parent')) || first('parent');
    const inward = record.get('inward issue link (blocks)') ?? [];
    const estimate = first('original estimate');
    const version = first('fix versions') || first('fix version/s');
    return {
      ...NO_ISSUE,
      key,
      where,
      title: first('summary'),
      text: first('description'),
      state: first('status category') || first('status'),
      priority: first('priority'),
      people: first('assignee') === '' ? [] : [first('assignee')],
      labels: (record.get('labels') ?? []).flatMap((cell) => cell.split(/\s+/)),
      start: first('start date'),
      due: first('due date'),
      finished: first('resolved'),
      hours: estimate === '' ? null : Number(estimate) / SECONDS_AN_HOUR,
      parent: parent === '' ? null : parent,
      after: [...new Set([...inward, ...(blocked.get(key) ?? [])])],
      milestone: version === '' ? null : { name: version, due: '' },
    };
  });
  return draftOfIssues('jira', issues, dropped);
}

const GITHUB = new Set([
  'number',
  'title',
  'state',
  'body',
  'labels',
  'assignees',
  'assignee',
  'milestone',
  'closed_at',
  'closedat',
]);

function readGitHub(headers: readonly string[], rows: readonly CsvRow[]): Draft {
  const dropped: (readonly [string, string])[] = [];
  const issues = rows.map((row): Issue => {
    const where = `${row.line}`;
    const record = recordOf(headers, row);
    const first = (name: string) => record.get(name)?.[0] ?? '';
    const parts = (cell: string) =>
      cell
        .split(/[,;]/)
        .map((part) => part.trim())
        .filter((part) => part !== '');
    for (const name of record.keys()) if (!GITHUB.has(name)) dropped.push([name, where]);
    const milestone = first('milestone');
    return {
      ...NO_ISSUE,
      key: `#${first('number')}`,
      where,
      title: first('title'),
      text: first('body'),
      state: first('state').toLowerCase(),
      people: parts(first('assignees') || first('assignee')),
      labels: parts(first('labels')),
      finished: first('closed_at') || first('closedat'),
      milestone: milestone === '' ? null : { name: milestone, due: '' },
    };
  });
  return draftOfIssues('github', issues, dropped);
}
