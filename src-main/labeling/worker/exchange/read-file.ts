/** @file The job `read-annotations`: reads a file of annotations, finds its items among samples, and hands over the answers. */
import type { AnnotationReport, ClassMapping } from '../../../../src-shared/labeling/exchange/contract.ts';
import type { AnnotationFormat } from '../../../../src-shared/labeling/formats/formats.ts';
import type { DatasetKind } from '../../../../src-shared/kinds/kinds.ts';
import { TASK_KIND_TABLE, type TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import type { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { JobFunction, JobPort } from '../../../platform/pool/protocol.ts';
import { readAnnotations } from '../formats/index.ts';
import { Matching } from '../formats/match.ts';
import { Rejects, shown } from '../formats/report.ts';
import type { ReadSet } from '../formats/set.ts';
import type { Source } from '../formats/source.ts';
import { AnswerIntake, type KnownSchema, type StagedAnswer } from './answer-intake.ts';
import { chooseFiles } from './guess.ts';
import { NeededSchema } from './needed-schema.ts';
import { isImageFile, openSource } from './open-source.ts';
import { SampleIndex, type SampleBatch } from './sample-index.ts';

/** So many rejects and refusals are told one by one. */
const MOST_TOLD = 20;
const BATCH_ANSWERS = 500;
const BATCH_CHARACTERS = 4 << 20;

export interface ReadSpec {
  readonly path: string;
  readonly fileName: string;
  /** Null to go by the content. */
  readonly format: AnnotationFormat | null;
  readonly data: DatasetKind;
  /** Of the task; null for one that is made of what the file has. */
  readonly kind: TaskKind | null;
  readonly schema: KnownSchema | null;
  readonly extend: boolean;
  readonly column: string | null;
  readonly mapping: ClassMapping;
  /** Hands the answers over; else they are only counted. */
  readonly take: boolean;
}

type Port = JobPort<readonly StagedAnswer[], SampleBatch>;

export const readAnnotationFile: JobFunction<
  ReadSpec,
  readonly StagedAnswer[],
  AnnotationReport,
  SampleBatch
> = async (spec, port) => {
  const opened = await openSource(spec, port.scratch);
  try {
    const { format, source } = await chooseFiles(opened, spec);
    const { data, column } = spec;
    const byWords = format === 'conll';
    const index = await SampleIndex.of(port.receive(), { data, column, byWords, scratch: port.scratch });
    const reading = new Reading(spec, { source, format, index, port });
    const images = opened.files.filter(isImageFile).length;
    return await reading.report(images);
  } finally {
    opened.close();
  }
};

interface ReadingParts {
  readonly source: Source;
  readonly format: AnnotationFormat;
  readonly index: SampleIndex;
  readonly port: Port;
}

class Reading {
  readonly #spec: ReadSpec;
  readonly #parts: ReadingParts;

  constructor(spec: ReadSpec, parts: ReadingParts) {
    this.#spec = spec;
    this.#parts = parts;
  }

  async report(images: number): Promise<AnnotationReport> {
    const { schema, extend } = this.#spec;
    const wanted = schema === null || extend ? await this.#needed() : schema.options;
    const { set, rejects, matching } = await this.#open();
    const intake = new AnswerIntake(
      { classes: schema?.classes ?? [], options: wanted },
      {
        kind: set.schema.kind,
        mapping: this.#spec.mapping,
      },
    );
    await this.#take(matching, { set, intake });
    const known = new Set((schema?.classes ?? []).map(({ name }) => name));
    const { items, answers, matched, unmatched, ambiguous, twice, otherText, examples } = matching.preview(
      set,
      [],
    );
    return {
      fileName: this.#spec.fileName,
      format: this.#parts.format,
      guessed: this.#spec.format === null,
      kind: set.schema.kind,
      items,
      answers,
      taken: intake.taken,
      matched,
      unmatched,
      ambiguous,
      twice,
      otherText,
      examples: examples.map(shown),
      classes: set.schema.classes.map(({ name, parent }) => ({
        name,
        parent,
        answers: intake.named.get(name) ?? 0,
        isNew: !known.has(name) && !Object.hasOwn(this.#spec.mapping, name),
      })),
      options: wanted,
      rejected: { count: rejects.count, first: rejects.listed.slice(0, MOST_TOLD) },
      refused: { count: intake.refusedCount, first: intake.refused.slice(0, MOST_TOLD) },
      data: { texts: intake.texts, images },
    };
  }

  /** @throws AppError `labeling.annotationOtherKind`, `labeling.taskUnfit` */
  async #open(): Promise<{ set: ReadSet; rejects: Rejects; matching: Matching }> {
    const { source, format, index } = this.#parts;
    const { kind, data, fileName } = this.#spec;
    const rejects = new Rejects();
    const set = await readAnnotations(source, format, { rejects, kind, sizeOf: index.sizeOf });
    const given = set.schema.kind;
    if (kind !== null && given !== kind)
      throw new AppError('labeling.annotationOtherKind', { file: fileName, given, kind });
    if (!TASK_KIND_TABLE[given].of.includes(data))
      throw new AppError('labeling.taskUnfit', { kind: given, data });
    return { set, rejects, matching: new Matching(index.find) };
  }

  /** A first pass for what the answers need of a schema. */
  async #needed(): Promise<SchemaOptions> {
    const { set, matching } = await this.#open();
    const needed = new NeededSchema();
    let seen = 0;
    for await (const { item } of matching.items(set)) {
      for (const { value } of item.answers) if (value) needed.look(value);
      this.#parts.port.progress(++seen, null);
    }
    const { schema } = this.#spec;
    return schema === null
      ? needed.alone(set.schema.options)
      : needed.added(schema.options, set.schema.options);
  }

  async #take(matching: Matching, { set, intake }: { set: ReadSet; intake: AnswerIntake }): Promise<void> {
    const { port } = this.#parts;
    let batch: StagedAnswer[] = [];
    let [characters, seen] = [0, 0];
    const hand = async (): Promise<void> => {
      if (this.#spec.take && batch.length > 0) await port.emit(batch);
      [batch, characters] = [[], 0];
    };
    for await (const matched of matching.items(intake.watched(set))) {
      for (const answer of intake.answersOf(matched)) {
        batch.push(answer);
        characters += answer.value?.length ?? 0;
      }
      port.progress(++seen, null);
      if (batch.length >= BATCH_ANSWERS || characters >= BATCH_CHARACTERS) await hand();
    }
    await hand();
  }
}
