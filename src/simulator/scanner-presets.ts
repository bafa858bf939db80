import type { ScannerPreset } from './scanner-preset.ts';
import { GATE_6_4, GATE_6_DISPLAY } from './scanners/gate.ts';
import { MOBILE_3_DISPLAY, MOBILE_4_DISPLAY } from './scanners/mobile.ts';
import { PORTAL_9_6 } from './scanners/portal.ts';
import { RAIL_9 } from './scanners/rail.ts';
import { RELOCATABLE_7_5 } from './scanners/relocatable.ts';

/** Scanners by name. Names carry the end-points in MV; those that end in `-display` export 8-bit pictures only. */
export const SCANNER_PRESETS = {
  'gate-6-4': GATE_6_4,
  /** The gate at reduced resolution, in readings that pack well. */
  'gate-6-4-compact': { ...GATE_6_4, pitchCm: 1, exports: { kind: 'dual-16', stepPerNoise: 1.3 } },
  'portal-9-6': PORTAL_9_6,
  'rail-9': RAIL_9,
  'gate-6-display': GATE_6_DISPLAY,
  'mobile-4-display': MOBILE_4_DISPLAY,
  'relocatable-7-5': RELOCATABLE_7_5,
  'mobile-3-display': MOBILE_3_DISPLAY,
} as const satisfies Record<string, ScannerPreset>;

export type ScannerName = keyof typeof SCANNER_PRESETS;
