import { expect, test } from 'vitest';
import type { Report } from './blocks.ts';
import { htmlOf, markdownOf } from './render.ts';

const report: Report = {
  title: 'Mail | <script>alert(1)</script>',
  subtitle: '2026-11-29',
  language: 'en',
  blocks: [
    { type: 'heading', text: 'Gates' },
    {
      type: 'table',
      columns: ['Gate', 'Value'],
      rows: [[{ text: 'F1\nof *best* | model' }, { text: '0.91', href: '/models/m "1"' }]],
    },
    { type: 'paragraph', parts: [{ text: 'Done.' }] },
  ],
};

test('names are text in Markdown: no markup, one line a row, links to the evidence', () => {
  const lines = markdownOf(report, 'http://127.0.0.1:8080').split('\n');
  expect(lines[0]).toBe(String.raw`# Mail \| \<script\>alert(1)\</script\>`);
  expect(lines).toContain(
    String.raw`| F1 of \*best\* \| model | [0.91](<http://127.0.0.1:8080/models/m "1">) |`,
  );
});

test('names are text in HTML, and the file asks nothing of anywhere', () => {
  const html = htmlOf(report);
  expect(html).toContain('<title>Mail | &lt;script&gt;alert(1)&lt;/script&gt;</title>');
  expect(html).not.toMatch(/<script|<link|<img|url\(/);
  expect(html).toContain('<a href="/models/m &quot;1&quot;">0.91</a>');
  expect(html).toContain('@page');
});
