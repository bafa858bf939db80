import type { Box } from '../../domain/box.ts';

/** Outer height of a container, ISO 668: the scale of the others. */
const HEIGHT_MM = 2_600;
/** Corner posts with the door gear, and the roof's rail and bows. */
const POST_MM = 200;
const ROOF_MM = 110;
/** The floor's upper side lies this high above the bottom of the near rail … */
const FLOOR_MM = 180;
/** … and, as the source looks at it from below, up to this much higher in the picture at the far wall. */
const FLOOR_RISE_MM = 110;

/** Where threats may land in a container: its inside, without posts, roof and floor. */
export interface ContainerInside extends Box {
  /** How much higher than the box's lower edge something may stand, for its depth in the container. */
  readonly floorRisePx: number;
}

/** The inside of a container whose outer rectangle is known. */
export function insideOf(container: Box): ContainerInside {
  const px = (mm: number) => Math.round((mm * container.height) / HEIGHT_MM);
  const post = Math.min(px(POST_MM), (container.width - 1) >> 1);
  return {
    x: container.x + post,
    y: container.y + px(ROOF_MM),
    width: container.width - 2 * post,
    height: Math.max(1, container.height - px(ROOF_MM) - px(FLOOR_MM)),
    floorRisePx: px(FLOOR_RISE_MM),
  };
}
