import { pageElement } from '../element.ts';
import { drawHistogram } from './histogram.ts';
import type { PlaneStatistics } from './plane-statistics.ts';
import { type GreyDisplay, type GreyWindow, presetWindow, WINDOW_PRESETS, windowOf } from './window-level.ts';

const SLIDER_STEPS = 1000;
/** Dragging across this many pixels moves the window by the whole range. */
const DRAG_RANGE_PX = 600;

export interface DisplayControls {
  /** Takes over a scan's plane and shows it in the preset that was last chosen. */
  use(statistics: PlaneStatistics): void;
  /** Moves level and width as by a drag: right is wider, down is brighter. */
  drag(deltaX: number, deltaY: number): void;
}

/** Presets, level, width, logarithm and inversion: how the readings become greys. */
export function createDisplayControls(onChange: (display: GreyDisplay) => void): DisplayControls {
  const presets = pageElement('presets', HTMLElement);
  const level = pageElement('level', HTMLInputElement);
  const width = pageElement('width', HTMLInputElement);
  const logarithmic = pageElement('logarithmic', HTMLInputElement);
  const inverted = pageElement('inverted', HTMLInputElement);
  const histogram = pageElement('histogram', HTMLCanvasElement);
  const buttons = [...presets.querySelectorAll('button')];
  let statistics: PlaneStatistics | null = null;
  let window: GreyWindow = { low: 0, high: 1 };

  function publish(): void {
    if (statistics === null) return;
    const { maxReading } = statistics;
    level.value = String(Math.round(((window.low + window.high) / 2 / maxReading) * SLIDER_STEPS));
    width.value = String(Math.round(((window.high - window.low) / maxReading) * SLIDER_STEPS));
    level.setAttribute('aria-valuetext', `reading ${Math.round((window.low + window.high) / 2)}`);
    width.setAttribute('aria-valuetext', `${window.high - window.low} readings`);
    drawHistogram(histogram, statistics, window);
    const scale = logarithmic.checked ? 'logarithmic' : 'linear';
    onChange({ window, scale, isInverted: inverted.checked });
  }

  function press(preset: string | null): void {
    for (const button of buttons)
      button.setAttribute('aria-pressed', String(button.getAttribute('data-preset') === preset));
  }

  function applyPreset(): void {
    const pressed = buttons
      .find((button) => button.getAttribute('aria-pressed') === 'true')
      ?.getAttribute('data-preset');
    const preset = WINDOW_PRESETS.find((name) => name === pressed) ?? 'full';
    press(preset);
    if (statistics !== null) window = presetWindow(preset, statistics);
    publish();
  }

  function setWindow(levelReading: number, widthReadings: number): void {
    if (statistics === null) return;
    window = windowOf(levelReading, widthReadings, statistics.maxReading);
    press(null);
    publish();
  }

  const readingOf = (input: HTMLInputElement) =>
    (Number(input.value) / SLIDER_STEPS) * (statistics === null ? 1 : statistics.maxReading);
  for (const slider of [level, width]) {
    slider.addEventListener('input', () => setWindow(readingOf(level), readingOf(width)));
  }
  for (const box of [logarithmic, inverted]) box.addEventListener('change', publish);
  for (const button of buttons) {
    button.addEventListener('click', () => {
      press(button.getAttribute('data-preset'));
      applyPreset();
    });
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', publish);

  return {
    use(next) {
      statistics = next;
      applyPreset();
    },
    drag(deltaX, deltaY) {
      if (statistics === null) return;
      const perPixel = statistics.maxReading / DRAG_RANGE_PX;
      const middle = (window.low + window.high) / 2 - deltaY * perPixel;
      setWindow(middle, window.high - window.low + deltaX * perPixel);
    },
  };
}
