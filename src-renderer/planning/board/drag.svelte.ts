/** @file Dragging a card with the pointer: from where it is grabbed to the cell and place it is over. */
import { COLUMNS } from '../../../src-shared/planning/values.ts';
import type { Place } from './board.ts';

/** Pixels until a press is a drag. */
const SLACK = 5;

export class CardDrag {
  id = $state<string>();
  dx = $state(0);
  dy = $state(0);
  at = $state.raw<Place>();
  /** Whether the last press ended as a click. */
  wasClick = true;
  readonly #drop: (id: string, place: Place) => void;
  #from: { readonly x: number; readonly y: number; readonly id: string } | undefined;

  constructor(drop: (id: string, place: Place) => void) {
    this.#drop = drop;
  }

  grab(event: PointerEvent, id: string): void {
    if (event.button !== 0 || !event.isPrimary) return;
    this.#from = { x: event.clientX, y: event.clientY, id };
    this.wasClick = true;
  }

  readonly move = (event: PointerEvent): void => {
    if (!this.#from || !event.isPrimary) return;
    const { x, y, id } = this.#from;
    this.dx = event.clientX - x;
    this.dy = event.clientY - y;
    if (this.id === undefined && Math.hypot(this.dx, this.dy) < SLACK) return;
    this.id = id;
    this.wasClick = false;
    this.at = placeUnder(event, id);
  };

  readonly drop = (): void => {
    const { id, at } = this;
    this.cancel();
    if (id !== undefined && at) this.#drop(id, at);
  };

  readonly cancel = (): void => {
    this.#from = undefined;
    this.id = undefined;
    this.at = undefined;
    this.dx = 0;
    this.dy = 0;
  };

  /** Escape leaves the card where it was. */
  readonly press = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.id === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.cancel();
  };
}

/** The cell under the pointer and the card that it stands before. */
function placeUnder({ clientX, clientY }: PointerEvent, dragged: string): Place | undefined {
  const cell = document
    .elementsFromPoint(clientX, clientY)
    .map((element) => element.closest<HTMLElement>('[data-column]'))
    .find((element) => element !== null);
  const column = COLUMNS.find((one) => one === cell?.dataset.column);
  if (!cell || !column) return undefined;
  const cards = [...cell.querySelectorAll<HTMLElement>('[data-task]')];
  const index = cards.findIndex((card) => {
    if (card.dataset.task === dragged) return false;
    const { top, height } = card.getBoundingClientRect();
    return clientY < top + height / 2;
  });
  return { lane: cell.dataset.lane ?? '', column, index: index < 0 ? cards.length : index };
}
