import type { ScanFormat } from './sniff.ts';

/** What is known of one page of a file before a pixel is decoded. */
export interface PageHeader {
  /** The page's number in the file, from 0. */
  readonly index: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Of the decoded samples: lower depths are widened to 8. */
  readonly bitDepth: 8 | 16;
  /**
   * Grey readings; grey with an alpha channel; colours that must become luminance; or the three components of a JPEG,
   * which many exporters write for grey readings, too: only the pixels tell.
   */
  readonly colour: 'grey' | 'grey-alpha' | 'colour' | 'jpeg-components';
  /**
   * Bytes of its samples while it is decoded, in all channels but alpha; what a decoder must hold whole before it gives
   * the first line counts as well, as the passes of an interlaced PNG or a progressive JPEG
   * and the planes of a TIFF with channels apart.
   */
  readonly decodeBytes: number;
}

export interface ImageHeader {
  readonly format: ScanFormat;
  readonly pages: readonly [PageHeader, ...PageHeader[]];
}
