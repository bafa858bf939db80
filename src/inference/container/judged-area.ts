import type { Box } from '../../domain/scan/box.ts';

/** The height of a standard container, ISO 668: the only scale in a picture whose pixel pitch is unknown. */
const CONTAINER_HEIGHT_MM = 2600;
/**
 * What the frame takes of the rectangle on each side. Corner castings are 178 mm long and the located edge may be off by
 * some pixels. The roof rails and the floor have depth: seen from a source below mid height, the far edge of the floor
 * lies up to 330 mm above the near one, with beams, twist locks and landing legs between them.
 */
const POST_MM = 220;
const ROOF_RAIL_MM = 120;
const FLOOR_MM = 340;

/**
 * The inside of a container: its rectangle without posts, castings, roof rail and floor beams, whose steel would
 * otherwise stand out from the cargo as anomalies. Cavities in the roof and under the floor are not judged. A side that
 * lies on the view's border loses the same: pictures are cut off at the post more often than behind it.
 */
export function judgedAreaOf(container: Box): Box {
  const pxPerMm = container.height / CONTAINER_HEIGHT_MM;
  const postPx = Math.round(POST_MM * pxPerMm);
  const roofPx = Math.round(ROOF_RAIL_MM * pxPerMm);
  const floorPx = Math.round(FLOOR_MM * pxPerMm);
  return {
    x: container.x + Math.min(postPx, container.width - 1),
    y: container.y + roofPx,
    width: Math.max(1, container.width - 2 * postPx),
    height: Math.max(1, container.height - roofPx - floorPx),
  };
}
