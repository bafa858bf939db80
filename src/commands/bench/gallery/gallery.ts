/** What a technology said of a scan of known truth, of the three that are worth looking at. */
export const GALLERY_KINDS = ['hit', 'miss', 'false-alarm'] as const;
export type GalleryKind = (typeof GALLERY_KINDS)[number];

/** A view of a scan with what was found on it. */
export interface GalleryPicture {
  readonly view: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly jpeg: Uint8Array;
}

/** A scan to look at. Nothing says how its file or its container is called. */
export interface GalleryScan {
  /** SHA-256 of its planes, as in `report.json`. */
  readonly key: string;
  readonly score: number;
  readonly threshold: number;
  readonly cargo: string;
  /** Of a threat, where its maker says. */
  readonly category: string | null;
  readonly massKg: number | null;
  readonly place: string | null;
  readonly pictures: readonly GalleryPicture[];
}

export interface GalleryGroup {
  readonly kind: GalleryKind;
  /** So many there were; those shown are spread evenly over their scores. */
  readonly total: number;
  readonly scans: readonly GalleryScan[];
}

/** What one technology found, missed and raised an alarm on for nothing. */
export interface TechnologyGallery {
  readonly technology: string;
  readonly groups: readonly GalleryGroup[];
}
export type Gallery = readonly TechnologyGallery[];
