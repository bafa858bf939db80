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
}

export interface ImageHeader {
  readonly format: ScanFormat;
  readonly pages: readonly [PageHeader, ...PageHeader[]];
}
