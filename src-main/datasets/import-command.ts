/** @file `lathe import`. */
import path from 'node:path';
import type {
  ContradictingRow,
  FileColumn,
  FileSource,
  Notation,
  ImportedFile,
  ImageCounts,
  Preview,
} from '../../src-shared/contract.ts';
import { typeOfNotation } from '../../src-shared/contract.ts';
import { idOf, type Session } from '../platform/cli/session.ts';
import type { ImportOptions } from './import-options.ts';
import { contentOf } from './kinds/content.ts';

/** Imports a file; what was not said is as the preview suggests. */
export async function importSource(
  session: Session,
  source: FileSource,
  options: ImportOptions,
): Promise<ImportedFile & { dataset: string; leftOut: readonly string[] }> {
  const { client } = session;
  const reading = {
    ...(options.format ? { format: options.format } : {}),
    ...(options.encoding ? { encoding: options.encoding } : {}),
    delimiter: options.delimiter,
    quote: options.quote,
    escape: options.escape,
    lineEnd: options.lineEnd,
    skipLines: options.skipLines,
    header: options.header,
    ...(options.names === undefined ? {} : { names: options.names }),
    ...(options.ground === undefined ? {} : { ground: options.ground }),
  };
  const preview = await client.datasets.preview({ source, options: reading });
  const into = options.dataset ? await idOf('dataset', options.dataset, client.datasets.list) : undefined;
  if (preview.names !== null)
    session.terminal.say(
      `File names in the archive were read as ${preview.names}. Use --names to change that.`,
    );
  const content = contentOf(preview, options);
  for (const column of content.columns ?? []) sayDoubt(session, column, preview);
  sayForeseen(session, preview);
  const started = await client.datasets.import({
    source,
    options: reading,
    ...content,
    language: options.language ?? preview.suggested.language,
    ...(options.name ? { name: options.name } : {}),
    ...(into ? { dataset: into } : {}),
    ...(options.licence === undefined ? {} : { licence: options.licence }),
    rejects: options.strict ? 'none' : options.acceptRejects ? 'any' : 'few',
  });
  await session.follow(started.job);
  const files = await client.datasets.files({ dataset: started.dataset });
  const file = files.find(({ id }) => id === started.file);
  if (!file) throw new Error('the import ended without a record of its file');
  const nested = preview.suggested.columns.filter(({ note }) => note === 'nested');
  return { ...file, dataset: started.dataset, leftOut: nested.map(({ name }) => name) };
}

/** Rows that will not be taken, before anything is. */
function sayForeseen({ terminal }: Session, { fileName, foreseen }: Preview): void {
  if (!foreseen || foreseen.rejected === 0) return;
  const { rows, rejected, whole, first } = foreseen;
  const share = ((100 * rejected) / rows).toFixed(1);
  const reasons = first.map(({ row, why }) => `\n  row ${row}: ${why}`).join('');
  terminal.say(
    `${rejected} of ${whole ? 'the' : 'the first'} ${rows.toLocaleString('en')} rows of “${fileName}” (${share} %) are invalid:${reasons}`,
  );
}

/** A column that is no number or date because its cells can be read in two ways. */
function sayDoubt({ terminal }: Session, { name, type, notation }: FileColumn, { suggested }: Preview): void {
  const looked = suggested.columns.find((column) => column.name === name);
  const [first, second] = looked?.readings.filter((one) => hasRival(looked.readings, one)) ?? [];
  if (!first || !second || notation !== undefined || type === 'number' || type === 'date') return;
  terminal.say(
    `“${name}” is kept as ${type}, because its cells can be read as ${first} or as ${second}. Choose a format with --column "${name}=${first}".`,
  );
}

function hasRival(readings: readonly Notation[], one: Notation): boolean {
  return readings.some((other) => other !== one && typeOfNotation(other) === typeOfNotation(one));
}

export async function importCommand(session: Session, file: string, options: ImportOptions): Promise<void> {
  const imported = await importSource(session, { kind: 'path', path: path.resolve(file) }, options);
  const { id, dataset, header, notations, units, rows, rejected, duplicates, images, seconds } = imported;
  const { otherLabel, otherMetadata } = imported;
  const guessed = header === false && options.header === undefined;
  const refused =
    rejected > 0 ? await session.client.datasets.rejected({ file: id, offset: 0, limit: 1 }) : null;
  const [first] = refused?.items ?? [];
  const contradicting =
    otherLabel > 0 ? await session.client.datasets.contradicting({ file: id, offset: 0, limit: 1 }) : null;
  const [other] = contradicting?.items ?? [];
  const count = (value: number) => value.toLocaleString('en');
  session.terminal.result(
    {
      dataset,
      header,
      notations,
      units,
      rows,
      kept: rows - duplicates,
      duplicates,
      otherLabel,
      otherMetadata,
      rejected,
      images,
      seconds,
      licence: imported.licence,
      format: imported.format,
      encoding: imported.encoding,
      delimiter: imported.delimiter,
      reading: imported.reading,
      unforeseen: imported.unforeseen,
      missing: imported.missing,
      leftOut: imported.leftOut,
    },
    `Imported ${count(rows)} rows into dataset ${dataset} in ${seconds.toFixed(1)} s: ${count(rows - duplicates)} kept, ${count(duplicates)} duplicates${otherLabel > 0 ? ` (${count(otherLabel)} with a conflicting label)` : ''}, ${count(rejected)} rejected.` +
      (other ? contradictionInWords(other) : '') +
      (first ? `\nThe first rejected row is ${first.row}: ${first.why}.` : '') +
      (otherMetadata > 0
        ? `\n${otherMetadata.toLocaleString('en')} of the duplicates have different metadata. The earlier metadata was kept.`
        : '') +
      (guessed
        ? '\nThe first row looks like data and was read as a row. Use --header if it is a header.'
        : '') +
      Object.entries(notations)
        .map(([name, notation]) => `\n“${name}” was read as ${notation}.`)
        .join('') +
      Object.entries(units)
        .map(([name, unit]) => `\n“${name}” was read as numbers in ${unit}.`)
        .join('') +
      readingInWords(imported) +
      imported.leftOut.map((name) => `\nLeft out: “${name}” is a list or an object.`).join('') +
      (images ? imagesInWords(images) : ''),
  );
}

function contradictionInWords({ row, label, firstRow, firstLabel, now }: ContradictingRow): string {
  const where = row === null ? 'The first conflicting row' : `Row ${row}, the first conflicting row,`;
  const before = firstRow === null ? 'the dataset' : `row ${firstRow}`;
  const taken = now === null ? 'neither label is used, because it is a tie' : `“${now}” is used`;
  return `\n${where} has the label “${label}”, but ${before} has “${firstLabel}”; ${taken}. The Files tab of the dataset lists all of them.`;
}

/** What was guessed of how the file is written, and what came too late to be taken. */
function readingInWords({
  encoding,
  reading,
  unforeseen,
  missing,
}: Pick<ImportedFile, 'encoding' | 'reading' | 'unforeseen' | 'missing'>): string {
  const lines: string[] = [];
  const { certainty, skipLines = 0 } = reading ?? {};
  if (certainty === 'likely') lines.push(`Encoding detected as ${encoding}. Use --encoding to change it.`);
  if (certainty === 'doubtful')
    lines.push(
      `Encoding detected as ${encoding}, but uncertain. Check the texts, and use --encoding if it is wrong.`,
    );
  if (skipLines > 0)
    lines.push(
      `${skipLines === 1 ? '1 line before the first row was' : `${skipLines} lines before the first row were`} skipped. Use --skip-lines to change that.`,
    );
  for (const { name, row } of unforeseen)
    lines.push(
      `The key “${name}” first appears in row ${row}, too late to become a column, and was ignored.`,
    );
  for (const [column, found] of Map.groupBy(missing, (one) => one.column)) {
    const counts = found.map(({ marker, cells }) => `${cells.toLocaleString('en')} × “${marker}”`);
    lines.push(`Missing values of “${column}”: ${counts.join(', ')}.`);
  }
  return lines.map((line) => `\n${line}`).join('');
}

function imagesInWords({ transparent, deep, animated }: ImageCounts): string {
  const images = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'image' : 'images'}`;
  return [
    transparent > 0 &&
      `${images(transparent)} with transparency put on the background color (change it with --ground).`,
    deep > 0 &&
      `${images(deep)} with more than 8 bits per channel rescaled to 8 bits, using the value range of the whole import.`,
    animated > 0 && `${images(animated)} with several frames: only the first frame was used.`,
  ]
    .filter((line) => line !== false)
    .map((line) => `\n${line}`)
    .join('');
}
