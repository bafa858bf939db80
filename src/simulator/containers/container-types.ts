interface ContainerSize {
  readonly lengthCm: number;
  readonly heightCm: number;
  readonly build: 'dry' | 'reefer' | 'open-top';
}

/** Outer sizes by ISO 668 and ISO 1496-1, the 45-ft box by custom, in centimetres. A 40-ft reefer is a high cube. */
export const CONTAINER_TYPES = {
  '20ft': { lengthCm: 605.8, heightCm: 259.1, build: 'dry' },
  '40ft': { lengthCm: 1219.2, heightCm: 259.1, build: 'dry' },
  '40ft-high-cube': { lengthCm: 1219.2, heightCm: 289.6, build: 'dry' },
  '45ft-high-cube': { lengthCm: 1371.6, heightCm: 289.6, build: 'dry' },
  '20ft-reefer': { lengthCm: 605.8, heightCm: 259.1, build: 'reefer' },
  '40ft-reefer': { lengthCm: 1219.2, heightCm: 289.6, build: 'reefer' },
  '20ft-open-top': { lengthCm: 605.8, heightCm: 259.1, build: 'open-top' },
  '40ft-open-top': { lengthCm: 1219.2, heightCm: 259.1, build: 'open-top' },
} as const satisfies Record<string, ContainerSize>;
export type ContainerType = keyof typeof CONTAINER_TYPES;

export const CONTAINER_WIDTH_CM = 243.8;
