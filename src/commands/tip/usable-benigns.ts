import type { ScanSource } from '../samples/find-scans.ts';
import { type BenignOptions, type OpenedBenign, openBenign } from './benigns.ts';

/**
 * Benign scans one after another, again from the first after the last; those that cannot be used are left out, and those
 * that are the same file as one before, which would count twice.
 */
export class UsableBenigns {
  readonly unusable: { readonly name: string; readonly reason: string }[] = [];
  readonly #sources: ScanSource[];
  readonly #options: BenignOptions;
  readonly #bySha256 = new Map<string, ScanSource>();
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
      const twin = opened.ok ? this.#twinOf(source, opened.value.sha256) : null;
      if (opened.ok && twin === null) {
        this.#at = (this.#at + 1) % this.#sources.length;
        return { source, benign: opened.value };
      }
      const reason = opened.ok ? `it is the same file as ${twin?.name}, under another name.` : opened.failure.message;
      this.unusable.push({ name: source.name, reason });
      this.#sources.splice(this.#at % this.#sources.length, 1);
    }
  }

  /** Another scan of the same bytes that came before; null where there is none. */
  #twinOf(source: ScanSource, sha256: string): ScanSource | null {
    const first = this.#bySha256.get(sha256) ?? source;
    this.#bySha256.set(sha256, first);
    return first === source ? null : first;
  }
}
