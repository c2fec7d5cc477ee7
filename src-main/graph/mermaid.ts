/** @file A drawing of a small graph in Mermaid's language (https://mermaid.js.org, flowcharts). */
import type { Box, Drawing } from './drawing.ts';

/** A flowchart: inputs and outputs round, operations as boxes, arrows that say what flows, bodies as frames. */
export function mermaid(drawing: Drawing): string {
  return ['flowchart TD', ...linesIn(null, drawing)].join('\n') + '\n';
}

/** The boxes of a frame, each with the arrows to it and the frames it owns; null: those outside of all. */
function linesIn(frame: string | null, drawing: Drawing): readonly string[] {
  return drawing.boxes
    .filter((box) => box.frame === frame)
    .flatMap((box) => [boxLine(box), ...arrowLines(box, drawing), ...frameLines(box, drawing)]);
}

function boxLine({ id, kind, title, constants }: Box): string {
  const label = [title, ...constants].map(escaped).join('<br/>');
  return kind === 'operation' ? `  ${id}["${label}"]` : `  ${id}(["${label}"])`;
}

function arrowLines({ id }: Box, { arrows }: Drawing): readonly string[] {
  return arrows
    .filter(({ to }) => to === id)
    .map(({ from, type }) => `  ${from} -->${type === '' ? '' : `|"${escaped(type)}"|`} ${id}`);
}

function frameLines(box: Box, drawing: Drawing): readonly string[] {
  return drawing.frames
    .filter(({ owner }) => owner === box.id)
    .flatMap(({ id, title }) => {
      const inside = linesIn(id, drawing).map((line) => `  ${line}`);
      return [`  subgraph ${id}["${escaped(title)}"]`, ...inside, '  end', `  ${box.id} -.- ${id}`];
    });
}

/** Text inside Mermaid's quotes, where `#` begins a character's code. */
function escaped(text: string): string {
  return text.replaceAll(/[#"<>&`]/g, (character) => `#${character.charCodeAt(0)};`);
}
