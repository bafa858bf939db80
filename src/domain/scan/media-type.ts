/** The media types of pictures that are read as scans. */
export const MEDIA_TYPES = ['image/png', 'image/tiff', 'image/jpeg'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];
