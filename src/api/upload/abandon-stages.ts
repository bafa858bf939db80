/** Where a scan is on its way when its sender leaves. */
export const ABANDON_STAGES = ['upload', 'screening', 'reply'] as const;
export type AbandonStage = (typeof ABANDON_STAGES)[number];
