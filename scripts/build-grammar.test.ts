import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PARSER_FILE, generatedParser } from './build-grammar.ts';

it('the parser of the filter language is that of its grammar; else: npm run -s grammar', () => {
  expect(readFileSync(PARSER_FILE, 'utf8')).toBe(generatedParser());
});
