/** @file The whole contract, room by room. */
import { houseRouter, type House } from './house.ts';

export interface Rooms {
  readonly house: House;
}

export function createRouter({ house }: Rooms) {
  return { ...houseRouter(house) };
}
