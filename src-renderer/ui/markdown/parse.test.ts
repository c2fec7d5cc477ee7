import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseMarkdown, type Block, type Inline } from './parse.ts';

const text = (line: readonly Inline[]) => line.map((part) => part.text).join('');

it('reads the forms of a card', () => {
  const blocks = parseMarkdown(
    [
      '# Mail *sorter*',
      '',
      'Made with `ONNX`',
      'and **great** care, for $5 or $6.',
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
  expect(blocks[1]).toMatchObject({
    line: [
      {},
      { kind: 'code', text: 'ONNX' },
      { text: ' and ' },
      { kind: 'strong', text: 'great' },
      { kind: 'text', text: ' care, for $5 or $6.' },
    ],
  });
  const table = blocks[3] as Extract<Block, { kind: 'table' }>;
  expect(table.rows.map((row) => row.map(text))).toEqual([['a|b', '0.9']]);
});

it('reads items by any bullet, and headings of any depth, as people write guidelines', () => {
  const blocks = parseMarkdown('### Rules\n* one **item**\n+ two');
  expect(blocks).toMatchObject([{ kind: 'heading', level: 2 }, { kind: 'list' }]);
  const list = blocks[1] as Extract<Block, { kind: 'list' }>;
  expect(list.items.map(text)).toEqual(['one item', 'two']);
});

it('reads formulas in lines, on lines of their own and over several lines', () => {
  const blocks = parseMarkdown(
    ['It keeps $a*b*c$:', '', '$$x=1$$', '$$y=2$$', 'then', '$$', 'z', '=3', '$$', 'done'].join('\n'),
    { formulas: true },
  );
  expect(blocks).toEqual([
    {
      kind: 'paragraph',
      line: [
        { kind: 'text', text: 'It keeps ' },
        { kind: 'formula', text: 'a*b*c' },
        { kind: 'text', text: ':' },
      ],
    },
    { kind: 'formula', tex: 'x=1' },
    { kind: 'formula', tex: 'y=2' },
    { kind: 'paragraph', line: [{ kind: 'text', text: 'then' }] },
    { kind: 'formula', tex: 'z\n=3' },
    { kind: 'paragraph', line: [{ kind: 'text', text: 'done' }] },
  ]);
});

it('loses no word of any text', () => {
  const words = fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      words,
      fc.constantFrom('', '# ', '## ', '- ', '*', '**', '`', '$'),
      fc.boolean(),
      (some, prefix, formulas) => {
        const [block] = parseMarkdown(prefix + some.join(' '), { formulas });
        const lines = block!.kind === 'list' ? block!.items : 'line' in block! ? [block!.line] : [];
        expect(lines.map(text).join(' ')).toContain(some.join(' '));
      },
    ),
  );
});
