/** @file What a requirement made of feedback is called. */

const LONGEST = 80;

/** The first sentence or line of a text, without Markdown's signs, cut at a word. */
export function titleOfFeedback(text: string): string {
  const line = text
    .trim()
    .split('\n', 1)[0]!
    .replace(/^[#>*\-\s]+/, '');
  const sentence = /^.*?(?:[。！？]|[.!?](?=\s|$))/.exec(line)?.[0] ?? line;
  const plain = sentence.replace(/[.。]$/, '').trim();
  if (plain.length <= LONGEST) return plain;
  const cut = plain.slice(0, LONGEST);
  return `${cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut}…`;
}
