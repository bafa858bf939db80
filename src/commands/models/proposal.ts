/** A part of a manifest that was made up, and in plain sentences what was assumed for it. */
export interface Proposal<Part> {
  readonly part: Part;
  readonly assumptions: readonly string[];
}
