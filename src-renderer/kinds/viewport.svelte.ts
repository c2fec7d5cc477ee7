/**
 * @file How an image lies in its frame: whole, at 1:1, or zoomed and moved. Lengths are CSS pixels; a scale is the CSS
 * pixels of one pixel of the image.
 */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Small images are enlarged, by whole steps, up to about this length. */
const ENLARGED = 480;
const STEP = 1.25;
/** CSS pixels that one pixel of an image can become. */
const LARGEST = 64;

/** The scale at which all of an image is in the frame; large ones shrink, small ones grow by a whole number. */
export function fitScale(frame: Extent, image: Extent): number {
  const whole = Math.min(frame.width / image.width, frame.height / image.height);
  const steps = Math.floor(Math.min(whole, ENLARGED / Math.max(image.width, image.height)));
  return Math.min(whole, Math.max(1, steps));
}

export class Viewport {
  /** Zero until the frame has been measured. */
  frame = $state.raw<Extent>({ width: 0, height: 0 });
  #image = $state.raw<Extent>({ width: 1, height: 1 });
  /** Undefined while the image is whole, whatever size the frame takes. */
  #zoomed = $state<number>();
  /** The point of the image in the middle of the frame, in shares of it. */
  #middle = $state.raw<Point>({ x: 0.5, y: 0.5 });
  /** The screen's pixels in one CSS pixel. */
  readonly #density: number;

  constructor(density = globalThis.devicePixelRatio ?? 1) {
    this.#density = density;
  }

  /** Shows another image, whole. */
  show({ width, height }: Extent): void {
    this.#image = { width: Math.max(1, width), height: Math.max(1, height) };
    this.fit();
  }

  get isFit(): boolean {
    return this.#zoomed === undefined;
  }

  get isActual(): boolean {
    return Math.abs(this.scale - this.#actual) < 1e-6;
  }

  get scale(): number {
    return this.#zoomed ?? this.#fit;
  }

  /** 1 where each pixel of the image is one of the screen's. */
  get share(): number {
    return this.scale * this.#density;
  }

  /** Where the image lies in the frame. */
  get place(): Extent & { readonly left: number; readonly top: number } {
    const width = this.#image.width * this.scale;
    const height = this.#image.height * this.scale;
    return {
      width,
      height,
      left: this.frame.width / 2 - this.#middle.x * width,
      top: this.frame.height / 2 - this.#middle.y * height,
    };
  }

  /** Whether some of the image is out of sight, so that it can be moved. */
  get isCut(): boolean {
    const { width, height } = this.place;
    return width > this.frame.width + 0.5 || height > this.frame.height + 0.5;
  }

  fit(): void {
    this.#zoomed = undefined;
    this.#middle = { x: 0.5, y: 0.5 };
  }

  /** One pixel of the image is one of the screen. @param at stays where it is; the middle of the frame when not given */
  actual(at: Point = this.#center): void {
    this.#zoomTo(this.#actual, at);
  }

  /** @param steps of a quarter; negative ones make the image smaller. @param at stays where it is; the middle when not given */
  zoom(steps: number, at: Point = this.#center): void {
    this.#zoomTo(this.scale * STEP ** steps, at);
  }

  /** Moves what is seen by so many pixels, as far as there is image. */
  pan(by: Point): void {
    const { width, height } = this.place;
    this.#middle = this.#within({ x: this.#middle.x + by.x / width, y: this.#middle.y + by.y / height });
  }

  get #fit(): number {
    const { frame } = this;
    return frame.width > 0 && frame.height > 0 ? fitScale(frame, this.#image) : 1;
  }

  get #actual(): number {
    return 1 / this.#density;
  }

  get #center(): Point {
    return { x: this.frame.width / 2, y: this.frame.height / 2 };
  }

  #zoomTo(scale: number, at: Point): void {
    const before = this.place;
    const held = { x: (at.x - before.left) / before.width, y: (at.y - before.top) / before.height };
    const [smallest, largest] = [Math.min(this.#fit, this.#actual), Math.max(this.#fit, LARGEST)];
    this.#zoomed = Math.min(largest, Math.max(smallest, scale));
    const { width, height } = this.place;
    const { x, y } = this.#center;
    this.#middle = this.#within({ x: held.x + (x - at.x) / width, y: held.y + (y - at.y) / height });
  }

  /** A middle that leaves no blank beside an image larger than the frame, and none askew beside a smaller one. */
  #within({ x, y }: Point): Point {
    const { width, height } = this.place;
    return { x: clamp(x, this.frame.width / width), y: clamp(y, this.frame.height / height) };
  }
}

/** @param seen the share of a side that is in the frame */
function clamp(middle: number, seen: number): number {
  return seen >= 1 ? 0.5 : Math.min(1 - seen / 2, Math.max(seen / 2, middle));
}
