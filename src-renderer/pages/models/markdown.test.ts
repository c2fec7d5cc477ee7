import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCard, type Block, type Inline } from './markdown.ts';

const text = (line: readonly Inline[]) => line.map((part) => part.text).join('');

it('reads the forms of a card', () => {
  const blocks = parseCard(
    [
      '# Mail *sorter*',
      '',
      'Made with `ONNX`',
      'and care.',
      '- one',
      '- two',
      '',
      '| class | F1 |',
      '| --- | --- |',
      '| a\\|b | 0.9 |',
    ].join('\n'),
  );
  expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'list', 'table']);
  expect(blocks[0]).toMatchObject({
    level: 1,
    line: [{ kind: 'text' }, { kind: 'emphasis', text: 'sorter' }],
  });
  expect(blocks[1]).toMatchObject({ line: [{}, { kind: 'code', text: 'ONNX' }, { text: ' and care.' }] });
  const table = blocks[3] as Extract<Block, { kind: 'table' }>;
  expect(table.rows.map((row) => row.map(text))).toEqual([['a|b', '0.9']]);
});

it('loses no word of any text', () => {
  const words = fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(words, fc.constantFrom('', '# ', '## ', '- ', '*', '`'), (some, prefix) => {
      const [block] = parseCard(prefix + some.join(' '));
      const lines = block!.kind === 'list' ? block!.items : 'line' in block! ? [block!.line] : [];
      expect(lines.map(text).join(' ')).toContain(some.join(' '));
    }),
  );
});
