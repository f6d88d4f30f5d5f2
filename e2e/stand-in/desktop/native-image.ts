import { existsSync, readFileSync } from 'node:fs';
import type { NativeImage } from 'electron';

/** Width and height in the header of a PNG; 0 for other kinds, which the stand-in does not read. */
function pngSize(bytes: Buffer): { width: number; height: number } {
  const isPng = bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  return isPng ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : { width: 0, height: 0 };
}

/** An image (docs/api/native-image.md): where it came from and its size, no pixels. */
export class StandInImage implements Pick<
  NativeImage,
  'getSize' | 'isEmpty' | 'isTemplateImage' | 'setTemplateImage'
> {
  /** Not of Electron: file names or `bytes`, the first one for the scale 1. */
  readonly sources: string[];
  readonly #size: { width: number; height: number };
  readonly #isEmpty: boolean;
  #isTemplate: boolean;

  constructor(source: string, bytes: Buffer | null) {
    this.sources = bytes === null ? [] : [source];
    this.#isEmpty = bytes === null || bytes.length === 0;
    this.#size = bytes === null ? { width: 0, height: 0 } : pngSize(bytes);
    // the ending of the name decides on macOS
    this.#isTemplate = /Template(@[\d.]+x)?\.png$/.test(source);
  }
  isEmpty(): boolean {
    return this.#isEmpty;
  }
  getSize(): { width: number; height: number } {
    return { ...this.#size };
  }
  isTemplateImage(): boolean {
    return this.#isTemplate;
  }
  setTemplateImage(isTemplate: boolean): void {
    this.#isTemplate = isTemplate;
  }
  addRepresentation({ buffer }: { readonly buffer?: Buffer }): void {
    if (buffer !== undefined) this.sources.push('bytes');
  }
}

export const nativeImage = {
  createEmpty: () => new StandInImage('', null),
  /** A file that is missing gives an empty image, no error. */
  createFromPath: (path: string) => new StandInImage(path, existsSync(path) ? readFileSync(path) : null),
  createFromBuffer: (bytes: Buffer) => new StandInImage('bytes', bytes),
};

/** What `new Tray` and `setImage` take; a path that cannot be read is an error there (electron_api_tray.cc). */
export function imageOf(image: StandInImage | string): StandInImage {
  if (typeof image !== 'string') return image;
  const made = nativeImage.createFromPath(image);
  if (made.isEmpty()) throw new Error(`Failed to load image from path '${image}'`);
  return made;
}
