/** @file XML as a tree of elements with the line of each; what cannot be read says where. */
import { parseXml, XmlElement, XmlError } from '@rgrove/parse-xml';
import { AppError } from '../../../../src-shared/platform/errors.ts';

/** An element and what it holds; names are asked for without their namespace. */
export class Element {
  readonly #element: XmlElement;
  readonly #lines: Lines;

  constructor(element: XmlElement, lines: Lines) {
    this.#element = element;
    this.#lines = lines;
  }

  get name(): string {
    return localName(this.#element.name);
  }

  get line(): number {
    return this.#lines.at(this.#element.start);
  }

  all(name: string): Element[] {
    return this.#element.children.flatMap((child) =>
      child instanceof XmlElement && localName(child.name) === name ? new Element(child, this.#lines) : [],
    );
  }

  one(name: string): Element | undefined {
    return this.all(name)[0];
  }

  /** The trimmed text of a child; empty where there is none. */
  text(name: string): string {
    return this.raw(name).trim();
  }

  /** Whether a child says yes, as Project or as ProjectLibre do. */
  flag(name: string): boolean {
    return ['1', 'true'].includes(this.text(name));
  }

  /** The text of a child as it stands. */
  raw(name: string): string {
    const child = this.#element.children.find(
      (one): one is XmlElement => one instanceof XmlElement && localName(one.name) === name,
    );
    return child ? child.text : '';
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Lines of a text by place in it. */
class Lines {
  readonly #ends: number[] = [];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#ends.push(at);
  }

  at(place: number): number {
    let [low, high] = [0, this.#ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle]! < place) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}

/** @throws AppError `planning.fileXml` with the line, `planning.fileDeep` */
export function readXml(text: string): Element {
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  try {
    const { root } = parseXml(plain, { includeOffsets: true });
    if (root) return new Element(root, new Lines(plain));
  } catch (thrown) {
    if (thrown instanceof XmlError)
      throw new AppError(
        'planning.fileXml',
        { line: thrown.line, column: thrown.column, why: reasonOf(thrown) },
        { cause: thrown },
      );
    if (thrown instanceof RangeError) throw new AppError('planning.fileDeep', {}, { cause: thrown });
    throw thrown;
  }
  throw new AppError('planning.fileXml', { line: 1, column: 1, why: 'no element' });
}

/** The first line of the parser's message, without the place that stands behind it. */
const reasonOf = ({ message }: XmlError): string =>
  message
    .split('\n', 1)[0]!
    .replace(/ \(line \d+, column \d+\)$/, '')
    .slice(0, 200);
