/** @file What was refused while files were read: each with its place and words, and nothing else of the file is harmed. */
import type { ProblemParameters } from '../../../../src-shared/problems.ts';
import type { WireError } from '../../../../src-shared/platform/errors.ts';
import type { RecordProblem } from '../../../../src-shared/labeling/formats/problems.ts';

/** So many are listed; all are counted. */
const MOST_LISTED = 1000;
const EXCERPT = 80;

/** Where in the files something stands. */
export interface Place {
  readonly file: string;
  /** The line, or the number of the record from 1 on. */
  readonly record: number;
}

export class Rejects {
  readonly #listed: WireError[] = [];
  #count = 0;

  get listed(): readonly WireError[] {
    return this.#listed;
  }

  get count(): number {
    return this.#count;
  }

  add(key: RecordProblem, place: Place, parameters: ProblemParameters = {}): void {
    this.addFile({ key, parameters: { file: place.file, record: place.record, ...parameters } });
  }

  /** Of many files one that cannot be read at all. */
  addFile({ key, parameters }: WireError): void {
    this.#count++;
    if (this.#listed.length < MOST_LISTED) this.#listed.push({ key, parameters });
  }
}

/** A value as a problem shows it: short, and no character that would turn the line around. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const plain = text
    .slice(0, EXCERPT)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
    .toWellFormed();
  return text.length > EXCERPT ? `${plain} …` : plain;
}

/** What refuses values of one record. */
export class Refusing {
  readonly #rejects: Rejects;
  readonly #place: Place;
  #refused = 0;

  constructor(rejects: Rejects, place: Place) {
    this.#rejects = rejects;
    this.#place = place;
  }

  /** How often something was refused here. */
  get refused(): number {
    return this.#refused;
  }

  refuse(key: RecordProblem, field: string, parameters: ProblemParameters = {}): null {
    this.#rejects.add(key, this.#place, { field, ...parameters });
    this.#refused++;
    return null;
  }

  /** @param wanted in the words of JSON: a list, a text … */
  wrongType(field: string, value: unknown, wanted: string): null {
    if (value === undefined) return this.refuse('labeling.annotationLacks', field, { wanted });
    return this.refuse('labeling.annotationWrongType', field, { value: shown(value), wanted });
  }
}
