import type { Energy } from '../../domain/scan/plane.ts';
import type { RenderedThreat } from '../threats/render-threat.ts';

/** A threat alone in the beam, as it is projected into benign scans. */
export interface ThreatPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pitchMm: number;
  /** Row-major by energy, at least one; exactly 1 outside of the threat's outline, 0…1 inside but for noise. */
  readonly transmission: Readonly<Partial<Record<Energy, Float32Array>>>;
  readonly category: string;
  readonly massKg: number | null;
  readonly flaws: ThreatFlaws;
}

/** What a recorded threat brings along from its own scanner; nothing of it where the threat was rendered. */
export interface ThreatFlaws {
  /** Variance of its own noise in air, in transmission² a pixel. */
  readonly noiseVariance: Readonly<Record<Energy, number>>;
  /** 1 − transmission just outside of the outline, where it was cut out: a halo that is lost at once. */
  readonly outlineContrast: number;
  /** The longest stretch, in its own pixels, along which its picture's border cuts through it, and its contrast there. */
  readonly cutPx: number;
  readonly cutContrast: number;
}

const FLAWLESS: ThreatFlaws = { noiseVariance: { high: 0, low: 0 }, outlineContrast: 0, cutPx: 0, cutContrast: 0 };

/** A rendered threat as it is projected. */
export function pictureOf(rendered: RenderedThreat): ThreatPicture {
  const { widthPx, heightPx, pitchCm, transmission, category, massKg } = rendered;
  return { widthPx, heightPx, pitchMm: pitchCm * 10, transmission, category, massKg, flaws: FLAWLESS };
}
