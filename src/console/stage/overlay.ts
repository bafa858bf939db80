import type { Box } from '../../domain/scan/box.ts';
import { toFrame, type Viewport } from './viewport.ts';

/** A box over the scan with its label; coordinates are those of the view. */
export interface Mark {
  readonly box: Box;
  readonly label: string;
  readonly kind: 'detection' | 'container' | 'truth';
  readonly isSelected: boolean;
}

const STYLES = {
  detection: { colour: '#ff5a47', ink: '#200300', dash: [], widthPx: 2 },
  container: { colour: '#2f9bff', ink: '#ffffff', dash: [7, 5], widthPx: 1.5 },
  truth: { colour: '#22b8d8', ink: '#021d26', dash: [3, 3], widthPx: 2 },
} as const satisfies Record<Mark['kind'], { colour: string; ink: string; dash: readonly number[]; widthPx: number }>;

const LABEL_FONT = '600 12px "Inter", "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif';
const LABEL_HEIGHT_PX = 18;
/** Boxes are drawn this far outside of what they mark, so that they do not cover its edge. */
const AIR_PX = 2;

function drawLabel(context: CanvasRenderingContext2D, mark: Mark, frame: Box): void {
  const style = STYLES[mark.kind];
  context.font = LABEL_FONT;
  const width = Math.ceil(context.measureText(mark.label).width) + 10;
  const x = Math.max(0, frame.x - AIR_PX - style.widthPx / 2);
  const isBelow = mark.kind === 'truth' || frame.y < LABEL_HEIGHT_PX + 4;
  const y = isBelow ? frame.y + frame.height + AIR_PX : frame.y - AIR_PX - LABEL_HEIGHT_PX;
  context.fillStyle = style.colour;
  context.fillRect(x, y, width, LABEL_HEIGHT_PX);
  context.fillStyle = style.ink;
  context.textBaseline = 'middle';
  context.fillText(mark.label, x + 5, y + LABEL_HEIGHT_PX / 2 + 0.5);
}

/** Draws boxes over the scan at the frame's resolution, so that lines stay thin at every zoom. */
export function drawMarks(context: CanvasRenderingContext2D, viewport: Viewport, marks: readonly Mark[]): void {
  for (const mark of marks) {
    const style = STYLES[mark.kind];
    const frame = toFrame(viewport, mark.box);
    const outline = [frame.x - AIR_PX, frame.y - AIR_PX, frame.width + 2 * AIR_PX, frame.height + 2 * AIR_PX] as const;
    context.setLineDash([]);
    // A dark line beneath keeps the box visible over white air and over black cargo alike.
    context.strokeStyle = 'rgb(0 0 0 / 45%)';
    context.lineWidth = style.widthPx + 2 + (mark.isSelected ? 2 : 0);
    if (mark.kind !== 'container') context.strokeRect(...outline);
    context.strokeStyle = style.colour;
    context.lineWidth = style.widthPx + (mark.isSelected ? 2 : 0);
    context.setLineDash([...style.dash]);
    context.strokeRect(...outline);
    context.setLineDash([]);
    if (mark.label !== '') drawLabel(context, mark, frame);
  }
}
