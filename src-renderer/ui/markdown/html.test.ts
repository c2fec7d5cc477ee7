import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formulasOf, htmlOf, isOwnImage } from './html.ts';

const words = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();

it('reads the forms of a card', () => {
  const html = htmlOf(
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
  expect(html).toContain('<h2 class="title">Mail <em>sorter</em></h2>');
  expect(html).toContain('Made with <code>ONNX</code>\nand <strong>great</strong> care, for $5 or $6.');
  expect(html.replaceAll('\n', '')).toContain('<ul><li>one</li><li>two</li></ul>');
  expect(html).toContain('<th scope="col">class</th>');
  expect(html).toContain('<td>a|b</td>');
});

it('reads guidelines: numbered lists that go on, lists within lists, headings of any depth', () => {
  const html = htmlOf('### Rules\n3. one **item**\n4. two\n   * within\n').replaceAll('\n', '');
  expect(html).toBe(
    '<h3>Rules</h3><ol start="3"><li>one <strong>item</strong></li><li>two<ul><li>within</li></ul></li></ol>',
  );
});

it('reads formulas in lines, on lines of their own and over several lines', () => {
  const text = ['It keeps $a*b*c$:', '', '$$x=1$$', '$$y=2$$', 'then', '$$', 'z', '=3', '$$', 'done'].join(
    '\n',
  );
  expect(formulasOf(text)).toEqual(['a*b*c', 'x=1', 'y=2', 'z\n=3']);
  expect(htmlOf(text, { formulas: true })).toContain('It keeps <span data-tex="a*b*c"></span>:');
  expect(words(htmlOf(text, { formulas: true }))).toBe('It keeps : then done');
  expect(htmlOf('$<b>$', { formulas: true })).toContain('data-tex="&lt;b&gt;"');
});

it('shows HTML as it is written, and asks for no image from elsewhere', () => {
  expect(htmlOf('<script>alert(1)</script> <b>x</b>')).not.toMatch(/<(script|b)>/);
  expect(htmlOf('![a cat](https://example.com/cat.png)')).toBe('<p><em>a cat</em></p>\n');
  const hash = 'a'.repeat(64);
  expect(htmlOf(`![a cat](/files/samples/set/${hash})`)).toContain(
    `<img src="/files/samples/set/${hash}" alt="a cat">`,
  );
  for (const other of [
    `//evil/files/blobs/${hash}`,
    `/files/samples/../blobs/${hash}`,
    'javascript:alert(1)',
    'data:image/svg+xml;base64,AAAA',
    `/files/exports/${hash}`,
  ])
    expect(isOwnImage(other), other).toBe(false);
  for (const own of [
    `/files/blobs/${hash}`,
    `/files/samples/s%20t/${hash}?small`,
    'data:image/png;base64,iVBORw0=',
  ])
    expect(isOwnImage(own), own).toBe(true);
});

it('loses no word of any text', () => {
  const some = fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      some,
      fc.constantFrom('', '# ', '## ', '- ', '*', '**', '`', '$', '<b>', '> '),
      fc.boolean(),
      (given, prefix, formulas) => {
        expect(words(htmlOf(prefix + given.join(' '), { formulas }))).toContain(given.join(' '));
      },
    ),
  );
});
