/** What the bare server is started with. */
export interface BareServerTask {
  readonly technology: string;
  readonly threads: number;
}

/** A body on its way to a thread. */
export interface PostedScan {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/** A thread says `ready` once its model is loaded, and then an answer, in JSON, for each scan in its order. */
export type BareThreadReport = { readonly kind: 'ready' } | { readonly kind: 'answer'; readonly json: string };
