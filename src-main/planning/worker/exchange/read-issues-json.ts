/** @file Issues as JSON: Jira's search, GitHub's API and `gh issue list --json`, a board of Trello. */
import type { Draft } from '../../exchange/draft.ts';
import { draftOfIssues, NO_ISSUE, type Issue } from './issues.ts';

type Json = Readonly<Record<string, unknown>>;
type Dropped = (readonly [string, string])[];

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const of = (value: unknown): Json => (isJson(value) ? value : {});
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
const text = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';

/** The issues of whichever program wrote the value; undefined where it is none of them. */
export function readIssuesJson(value: unknown): Draft | undefined {
  if (isJson(value) && Array.isArray(value.cards) && Array.isArray(value.lists)) return readTrello(value);
  const items = isJson(value) ? list(value.issues) : list(value);
  const [first] = items;
  if (first && isJson(first.fields)) return readJira(items);
  return first && 'number' in first && 'title' in first ? readGitHub(items) : undefined;
}

const SECONDS_AN_HOUR = 3600;

function readJira(items: readonly Json[]): Draft {
  const dropped: Dropped = [];
  const issues = items.map((item, i): Issue => {
    const fields = of(item.fields);
    const key = text(item.key) || `issue ${i + 1}`;
    for (const name of ['comment', 'attachment', 'worklog', 'versions', 'components'])
      if (list(fields[name]).length > 0 || list(of(fields[name])[`${name}s`]).length > 0)
        dropped.push([name, key]);
    if (typeof fields.timespent === 'number') dropped.push(['timespent', key]);
    const [version] = list(fields.fixVersions);
    const category = text(of(of(fields.status).statusCategory).key);
    const state = { done: 'done', indeterminate: 'in progress', new: 'to do' }[category];
    const estimate = fields.timeoriginalestimate;
    const parent = text(of(fields.parent).key);
    return {
      ...NO_ISSUE,
      key,
      where: key,
      title: text(fields.summary),
      text: typeof fields.description === 'string' ? fields.description : plainOf(fields.description),
      state: state ?? text(of(fields.status).name),
      priority: text(of(fields.priority).name),
      people: [text(of(fields.assignee).displayName)].filter((name) => name !== ''),
      labels: Array.isArray(fields.labels) ? fields.labels.map(text).filter((label) => label !== '') : [],
      due: text(fields.duedate),
      finished: text(fields.resolutiondate),
      hours: typeof estimate === 'number' ? estimate / SECONDS_AN_HOUR : null,
      parent: parent === '' ? null : parent,
      after: list(fields.issuelinks).flatMap((link) => {
        const before = text(of(link.inwardIssue).key);
        return before !== '' && /block/i.test(text(of(link.type).name)) ? [before] : [];
      }),
      milestone: version ? { name: text(version.name), due: text(version.releaseDate) } : null,
    };
  });
  return draftOfIssues('jira', issues, dropped);
}

const DEEPEST = 50;

/** The text of Atlassian's document format, paragraph by paragraph. */
function plainOf(value: unknown, depth = 0): string {
  const node = of(value);
  if (typeof node.text === 'string') return node.text;
  if (node.type === 'hardBreak') return '\n';
  if (depth > DEEPEST) return '';
  const inside = list(node.content)
    .map((child) => plainOf(child, depth + 1))
    .join('');
  return ['paragraph', 'heading', 'codeBlock'].includes(text(node.type)) ? `${inside}\n\n` : inside;
}

function readGitHub(items: readonly Json[]): Draft {
  const dropped: Dropped = [];
  const issues = items.map((item): Issue => {
    const key = `#${text(item.number)}`;
    if (list(item.comments).length > 0 || Number(item.comments) > 0) dropped.push(['comments', key]);
    if (item.pull_request !== undefined) dropped.push(['pull_request', key]);
    const names = (value: unknown, field: string) =>
      (Array.isArray(value) ? value : [])
        .map((one: unknown) => (typeof one === 'string' ? one : text(of(one).name) || text(of(one)[field])))
        .filter((name) => name !== '');
    const milestone = of(item.milestone);
    const title = text(milestone.title) || text(item.milestone);
    return {
      ...NO_ISSUE,
      key,
      where: key,
      title: text(item.title),
      text: typeof item.body === 'string' ? item.body : '',
      state: text(item.state).toLowerCase(),
      people: names(item.assignees, 'login'),
      labels: names(item.labels, 'name'),
      finished: text(item.closed_at) || text(item.closedAt),
      milestone: title === '' ? null : { name: title, due: text(milestone.due_on) || text(milestone.dueOn) },
    };
  });
  return draftOfIssues('github', issues, dropped);
}

function readTrello(board: Json): Draft {
  const dropped: Dropped = [];
  const lists = new Map(list(board.lists).map((one) => [text(one.id), one]));
  const members = new Map(
    list(board.members).map((one) => [text(one.id), text(one.fullName) || text(one.username)]),
  );
  const checklists = Map.groupBy(list(board.checklists), (one) => text(one.idCard));
  const isOpen = (card: Json) => card.closed !== true && lists.get(text(card.idList))?.closed !== true;
  const cards = list(board.cards).filter((card) => {
    if (!isOpen(card)) dropped.push(['archived card', text(card.name)]);
    return isOpen(card);
  });
  const comments = list(board.actions).filter(({ type }) => type === 'commentCard');
  for (const one of comments) dropped.push(['comment', text(of(of(one.data).card).name)]);
  const place = (card: Json) => Number(lists.get(text(card.idList))?.pos ?? 0);
  const issues = cards
    .toSorted((a, b) => place(a) - place(b) || Number(a.pos) - Number(b.pos))
    .map((card): Issue => {
      const where = text(card.name);
      if (Number(of(card.badges).attachments) > 0 || list(card.attachments).length > 0)
        dropped.push(['attachment', where]);
      return {
        ...NO_ISSUE,
        key: text(card.id),
        where,
        title: where,
        text: typeof card.desc === 'string' ? card.desc : '',
        state: card.dueComplete === true ? 'done' : text(lists.get(text(card.idList))?.name),
        people: (Array.isArray(card.idMembers) ? card.idMembers : []).flatMap(
          (id) => members.get(text(id)) ?? [],
        ),
        labels: list(card.labels)
          .map((label) => text(label.name) || text(label.color))
          .filter((name) => name !== ''),
        start: text(card.start),
        due: text(card.due),
        checklist: (checklists.get(text(card.id)) ?? []).flatMap((one) =>
          list(one.checkItems).map((item) => ({ text: text(item.name), done: item.state === 'complete' })),
        ),
      };
    });
  return draftOfIssues('trello', issues, dropped);
}
