/** Width and height in pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

/** A picture as a screen would show it on white. */
export interface Picture extends PictureSize {
  /** Red, green and blue of each pixel, 0 to 255, row by row from the top. */
  rgb: Uint8Array;
}

/** A way to write a picture in a file: one file in this folder and one line in `decode.ts`. */
export interface PictureFormat {
  title: string;
  recognises(bytes: Uint8Array): boolean;
  /** As the file says, found without decoding it. Throws `Problem`. */
  sizeOf(bytes: Uint8Array): PictureSize;
  /** Throws `Problem`; never takes more memory than the size calls for. */
  decode(bytes: Uint8Array): Picture;
}
