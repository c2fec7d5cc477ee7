/** @file Makes the parser of the filter language from its grammar: `npm run -s grammar`. A test says when it is out of date. */
import { buildParserFile } from '@lezer/generator';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './product.ts';

const FOLDER = path.join(ROOT, 'src-shared', 'tracking', 'filter');
export const PARSER_FILE = path.join(FOLDER, 'parser.gen.ts');

/** @returns the source text of the parser */
export function generatedParser(): string {
  const grammar = readFileSync(path.join(FOLDER, 'filter.grammar'), 'utf8');
  return buildParserFile(grammar, {
    fileName: 'filter.grammar',
    moduleStyle: 'es',
    typeScript: true,
    warn: (message) => {
      throw new Error(message);
    },
  }).parser;
}

if (import.meta.main) writeFileSync(PARSER_FILE, generatedParser());
