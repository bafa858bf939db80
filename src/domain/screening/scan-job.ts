import type { ScanFile } from '../scan/view.ts';

/** What a thread needs to screen one scan; the bytes in it are owned and moved, never copied. */
export interface ScanJob {
  readonly files: readonly ScanFile[];
  /** Technology ids; each is loaded and ready in the thread. */
  readonly technologies: readonly string[];
  readonly maps: 'none' | 'inline';
  readonly images: 'none' | 'inline';
}
