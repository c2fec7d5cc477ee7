import { StandardRPCJsonSerializer } from '@orpc/client/standard';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { Asked, Prediction, recordByWord } from '../contract.ts';
import { protoSerializer } from './proto-serializer.ts';
import { parseExactJson } from './exact-json.ts';

/** Every name that an object of JavaScript has without being given it. */
const words = '{"__proto__":1,"constructor":2,"toString":3,"hasOwnProperty":4,"10":5}';

it('keeps classes and columns of any name', () => {
  const probabilities: unknown = JSON.parse(words);
  expect(JSON.stringify(Prediction.parse({ label: '__proto__', probabilities }))).toContain('"__proto__":1');
  expect(JSON.stringify(Asked.parse({ row: JSON.parse(words) }))).toContain('"__proto__":1');
  expect(recordByWord(z.number()).safeParse(JSON.parse('{"__proto__":"x"}')).error?.issues).toMatchObject([
    { path: ['__proto__'] },
  ]);
  expect(recordByWord(z.number()).safeParse([]).success).toBe(false);
});

it('carries them over the wire', () => {
  const serializer = new StandardRPCJsonSerializer({ customJsonSerializers: [protoSerializer] });
  const sent = [{ row: JSON.parse(words) as unknown }, { at: new Date(0) }];
  const [json, meta] = serializer.serialize(sent);
  const wire = JSON.parse(JSON.stringify([json, meta])) as [unknown, never];
  const arrived = serializer.deserialize(...wire);
  expect(JSON.stringify(arrived)).toBe(JSON.stringify(sent));
});

it('reads whole numbers past 2^53 digit by digit, and other JSON as ever', () => {
  expect(
    parseExactJson('{"a": 9007199254740993, "b": -12345678901234567890, "c": 0.12345678901234567}'),
  ).toEqual({
    a: 9007199254740993n,
    b: -12345678901234567890n,
    c: Number('0.12345678901234567'),
  });
  expect(
    JSON.stringify(parseExactJson(`${words.slice(0, -1)},"long":9007199254740992}`), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  ).toContain('"__proto__":1');
});
