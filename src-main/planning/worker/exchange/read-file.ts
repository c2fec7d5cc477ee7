/** @file The job `read-plan`: a file of a plan or of issues by what it holds, read where it can harm nobody. */
import { changesOf } from '../../exchange/changes.ts';
import type { Draft } from '../../exchange/draft.ts';
import { readCsv } from '../../exchange/csv.ts';
import { columnOf } from '../../exchange/task-columns.ts';
import type { ImportPreview } from '../../../../src-shared/contract.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { PlanChange } from '../../../../src-shared/planning/contract.ts';
import { Notes } from '../../../../src-shared/planning/exchange/notes.ts';
import { MOST_IMPORTED } from '../../../../src-shared/planning/exchange/values.ts';
import type { PlanSource } from '../../exchange/plan-to-write.ts';
import { previewOf } from '../../exchange/preview.ts';
import type { JobFunction } from '../../../platform/pool/protocol.ts';
import { readIcs } from './read-ics.ts';
import { readIssuesCsv } from './read-issues-csv.ts';
import { readIssuesJson } from './read-issues-json.ts';
import { readMspdi } from './read-mspdi.ts';
import { isPlanFile, readPlanJson } from './read-plan-json.ts';
import { readTasksCsv } from './read-tasks-csv.ts';

export interface ReadSpec {
  readonly name: string;
  readonly text: string;
}

export interface ReadPlanSpec extends ReadSpec {
  readonly project: string;
  /** The plan that the file is taken into. */
  readonly source: PlanSource;
  /** Hands over the changes, unless there are problems. */
  readonly keep: boolean;
}

/** Changes in an update. */
const BATCH = 1000;

export const readPlanFile: JobFunction<ReadPlanSpec, readonly PlanChange[], ImportPreview> = async (
  { name, text, project, source, keep },
  port,
) => {
  const draft = draftOf({ name, text });
  const taken = changesOf(draft, source, project);
  const preview = previewOf(draft, taken, source);
  if (!keep || preview.problems.length > 0) return preview;
  const { changes } = taken;
  for (let done = 0; done < changes.length; done += BATCH) {
    if (port.signal.aborted) throw new AppError('house.cancelled', { what: name });
    port.progress(done, changes.length);
    await port.stream(changes.slice(done, done + BATCH));
  }
  return preview;
};

/** Of a file with more than one import takes, only that. @throws AppError those of the readers; `planning.fileUnknown` where none can read it */
export function draftOf(spec: ReadSpec): Draft {
  const draft = wholeOf(spec);
  const { length } = draft.documents;
  if (length <= MOST_IMPORTED) return draft;
  const notes = new Notes();
  notes.add('tooMany', `${length} > ${MOST_IMPORTED}`);
  return { ...draft, documents: [], people: [], notes: [...notes.list(), ...draft.notes] };
}

function wholeOf({ name, text }: ReadSpec): Draft {
  const begin = text
    .slice(0, 1000)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (begin === '') throw new AppError('planning.fileEmpty', { file: name });
  if (begin.startsWith('<')) return readMspdi(text, name);
  if (/^BEGIN:VCALENDAR/i.test(begin)) return readIcs(text);
  return /^[[{]/.test(begin) ? readJson(text, name) : readTable(text, name);
}

function readJson(text: string, name: string): Draft {
  const value = parse(text);
  const draft = isPlanFile(value) ? readPlanJson(value) : readIssuesJson(value);
  if (!draft) throw new AppError('planning.fileUnknown', { file: name });
  return draft;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new AppError('planning.fileDeep', {}, { cause: thrown });
    const why = thrown instanceof Error ? thrown.message : '';
    const [, place] = /position (\d+)/.exec(why) ?? [];
    const line = text.slice(0, place === undefined ? text.length : Number(place)).split('\n').length;
    throw new AppError('planning.fileJson', { line, why: why.slice(0, 200) }, { cause: thrown });
  }
}

function readTable(text: string, name: string): Draft {
  const rows = readCsv(text);
  const issues = readIssuesCsv(rows);
  if (issues) return issues;
  if (!rows[0]?.cells.some((header) => columnOf(header) === 'title'))
    throw new AppError('planning.fileNoTitle', {
      file: name,
      columns: rows[0]?.cells.join(', ').slice(0, 200) ?? '',
    });
  return readTasksCsv(rows);
}
