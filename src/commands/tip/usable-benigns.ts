import type { ScanSource } from '../samples/find-scans.ts';
import { type BenignOptions, type OpenedBenign, openBenign } from './benigns.ts';

/**
 * Benign scans one after another, again from the first after the last; those that cannot be used are left out, and those
 * that show the same pixels as one before, whatever the file, which would count twice.
 */
export class UsableBenigns {
  readonly unusable: { readonly name: string; readonly reason: string }[] = [];
  readonly #sources: ScanSource[];
  readonly #options: BenignOptions;
  readonly #byPixels = new Map<string, ScanSource>();
  #at = 0;

  constructor(sources: readonly ScanSource[], options: BenignOptions) {
    this.#sources = [...sources];
    this.#options = options;
  }

  /** Null where none is left. */
  async next(): Promise<{ readonly source: ScanSource; readonly benign: OpenedBenign } | null> {
    for (;;) {
      const source = this.#sources[this.#at % Math.max(1, this.#sources.length)];
      if (source === undefined) return null;
      const opened = await openBenign(source, this.#options);
      const twin = opened.ok ? this.#twinOf(source, opened.value.pixelsSha256) : null;
      if (opened.ok && twin === null) {
        this.#at = (this.#at + 1) % this.#sources.length;
        return { source, benign: opened.value };
      }
      const reason = opened.ok
        ? `it shows the same pixels as ${twin?.name}, under another name.`
        : opened.failure.message;
      this.unusable.push({ name: source.name, reason });
      this.#sources.splice(this.#at % this.#sources.length, 1);
    }
  }

  /** Another scan of the same pixels that came before; null where there is none. */
  #twinOf(source: ScanSource, pixelsSha256: string): ScanSource | null {
    const first = this.#byPixels.get(pixelsSha256) ?? source;
    this.#byPixels.set(pixelsSha256, first);
    return first === source ? null : first;
  }
}
