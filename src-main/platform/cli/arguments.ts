/** @file What the arguments of commands are read as. */
import { InvalidArgumentError } from 'commander';
import { AppError } from '../../../src-shared/platform/errors.ts';

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

export function decimal(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

export function port(text: string): number {
  const value = wholeNumber(text);
  if (value > 65_535) throw new InvalidArgumentError('It must be between 0 and 65535.');
  return value;
}

export function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0.01 && value <= 0.5)) throw new InvalidArgumentError('It must be between 0.01 and 0.5.');
  return value;
}

/** `true`, `2e-3` or `adam` as what a parameter takes. */
export function parameterValue(text: string): number | string | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** `epochs=5`, `optimizer=sgd` and `flip=true` pairs as parameters. @throws AppError `house.usage` */
export function parameterPairs(
  pairs: readonly string[],
  command: string,
): Record<string, number | string | boolean> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name = '', value = ''] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
      if (name === '')
        throw new AppError('house.usage', { why: `--set takes name=value, not “${pair}”.`, command });
      return [name, parameterValue(value)];
    }),
  );
}
