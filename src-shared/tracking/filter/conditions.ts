/** @file The right side of a condition, checked against what stands on its left. */
import type { SyntaxNode } from '@lezer/common';
import { ATTRIBUTES, type Field, fieldText, unquoted } from './fields.ts';
import { type Place, problemAt } from './place.ts';
import { type Literal, OPERATORS, type Operator, type Stretch, type Test } from './syntax.ts';

interface Asked {
  readonly field: Field;
  /** Where the field stands. */
  readonly place: Place;
  /** Null for a field alone: `starred`. */
  readonly node: SyntaxNode | null;
}

type FieldType = (typeof ATTRIBUTES)[keyof typeof ATTRIBUTES]['type'] | 'any';

/** Parameters are what they were logged as, so that any literal goes. */
function typeOf(field: Field): FieldType {
  if (field.of === 'attribute') return ATTRIBUTES[field.name].type;
  if (field.of === 'metric') return 'number';
  return field.of === 'parameter' ? 'any' : 'text';
}

const TAKES: Readonly<Record<FieldType, string>> = {
  number: '=, !=, <, <=, >, >=, in (…), is missing, is nan',
  date: '=, !=, <, <=, >, >=, is missing',
  boolean: '=, !=',
  choice: '=, !=, in (…)',
  text: '=, !=, <, <=, >, >=, in (…), contains, like, is missing',
  any: '=, !=, <, <=, >, >=, in (…), contains, like, is missing, is nan',
};

const isOperator = (text: string): text is Operator => OPERATORS.some((known) => known === text);

/** @throws AppError `tracking.filter…` */
export function testOf(source: string, { field, place, node }: Asked): Test {
  const type = typeOf(field);
  const refuse = (at: Place): never => {
    throw problemAt(source, at, 'tracking.filterComparison', {
      field: fieldText(field),
      choices: TAKES[type],
    });
  };
  if (node === null) {
    if (type === 'boolean') return { is: 'compare', operator: '=', value: true };
    throw problemAt(source, { from: place.to, to: place.to }, 'tracking.filterOperator');
  }
  const values = node.getChildren('Value');
  const negated = node.getChild('not') !== null;
  const literal = (value: SyntaxNode): Literal => literalOf(source, value, field);
  switch (node.name) {
    case 'Compare': {
      const sign = node.getChild('Operator')!;
      const written = source.slice(sign.from, sign.to);
      const operator = written === '==' ? '=' : written;
      if (!isOperator(operator)) return refuse(sign);
      const isOrder = operator !== '=' && operator !== '!=';
      if (isOrder && (type === 'boolean' || type === 'choice' || field.of === 'tags')) return refuse(sign);
      if (type === 'date') return { is: 'during', operator, stretch: stretchOf(source, values[0]!, field) };
      const value = literal(values[0]!);
      if (isOrder && typeof value === 'boolean') return refuse(sign);
      return { is: 'compare', operator, value };
    }
    case 'In':
      if (type === 'boolean' || type === 'date') return refuse(node);
      return { is: 'in', negated, values: values.map(literal) };
    case 'Match': {
      if (type !== 'text' && type !== 'any') return refuse(node);
      const [value] = values;
      return { is: node.getChild('like') ? 'like' : 'contains', negated, text: textOf(source, value!) };
    }
    default: {
      const is = node.getChild('nan') ? 'nan' : 'missing';
      const isAlways = type === 'boolean' || type === 'choice';
      if (isAlways || (is === 'nan' && field.of !== 'metric' && field.of !== 'parameter'))
        return refuse(node);
      return { is, negated };
    }
  }
}

/** A value as it is written, without its quotes. */
function textOf(source: string, { name, from, to }: SyntaxNode): string {
  const written = source.slice(from, to);
  return name === 'String' ? unquoted(written) : written;
}

function literalOf(source: string, node: SyntaxNode, field: Field): Literal {
  const type = typeOf(field);
  const text = textOf(source, node);
  const problem = (key: Parameters<typeof problemAt>[2], more: Record<string, string> = {}): Error =>
    problemAt(source, node, key, { field: fieldText(field), found: text, ...more });
  const isBoolean = node.name === 'true' || node.name === 'false';
  if (type === 'boolean') {
    if (!isBoolean) throw problem('tracking.filterChoice', { choices: 'true, false' });
    return node.name === 'true';
  }
  if (type === 'number' || (type === 'any' && node.name === 'Number')) {
    if (node.name !== 'Number') throw problem('tracking.filterNumber');
    return numberOf(text);
  }
  if (type === 'any') return isBoolean ? node.name === 'true' : text;
  if (field.of === 'attribute' && type === 'choice') {
    const choices = choicesOf(field.name);
    if (!choices.includes(text)) throw problem('tracking.filterChoice', { choices: choices.join(', ') });
  }
  return text;
}

function choicesOf(name: keyof typeof ATTRIBUTES): readonly string[] {
  const attribute = ATTRIBUTES[name];
  return 'choices' in attribute ? attribute.choices : [];
}

function numberOf(text: string): number {
  if (text === 'inf') return Infinity;
  return text === '-inf' ? -Infinity : Number(text);
}

const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}:\d{2})?)?$/u;

/** A day, minute, second or millisecond; of this machine's clock unless an offset from UTC is written. */
function stretchOf(source: string, node: SyntaxNode, field: Field): Stretch {
  const text = textOf(source, node);
  const [, day, minute, second, zone] = DATE.exec(text) ?? [];
  const from = new Date(`${day}T${minute ?? '00:00'}:${second ?? '00'}${zone ?? ''}`);
  if (day === undefined || Number.isNaN(from.getTime()) || !isDay(day))
    throw problemAt(source, node, 'tracking.filterDate', { field: fieldText(field), found: text });
  const to = new Date(from);
  if (minute === undefined) to.setDate(to.getDate() + 1);
  else to.setTime(from.getTime() + (second === undefined ? 60_000 : second.includes('.') ? 1 : 1000));
  return { from: from.toISOString(), to: to.toISOString() };
}

/** Whether the calendar has it: `2026-02-30` would be a day of March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
