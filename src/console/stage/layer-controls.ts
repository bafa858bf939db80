import { unbroken } from '../../domain/language/unbroken.ts';
import { pageElement } from '../element.ts';

export interface LayerChoice {
  /** 0 (hidden) … 1. */
  readonly mapOpacity: number;
  readonly isDetectionsShown: boolean;
  readonly isContainerShown: boolean;
  readonly isTruthShown: boolean;
}

export interface LayerControls {
  choice(): LayerChoice;
  /** Only samples have a truth to show. */
  allowTruth(isKnown: boolean): void;
}

/** What lies over the scan: the anomaly map's opacity, the boxes, the truth. */
export function createLayerControls(onChange: () => void): LayerControls {
  const opacity = pageElement('map-opacity', HTMLInputElement);
  const opacityText = pageElement('map-opacity-text', HTMLOutputElement);
  const detections = pageElement('show-detections', HTMLInputElement);
  const container = pageElement('show-container', HTMLInputElement);
  const truth = pageElement('show-truth', HTMLInputElement);

  opacity.addEventListener('input', () => {
    opacityText.value = unbroken(`${opacity.value} %`);
    onChange();
  });
  for (const box of [detections, container, truth]) box.addEventListener('change', onChange);

  return {
    choice: () => ({
      mapOpacity: Number(opacity.value) / 100,
      isDetectionsShown: detections.checked,
      isContainerShown: container.checked,
      isTruthShown: truth.checked && !truth.disabled,
    }),
    allowTruth(isKnown) {
      truth.disabled = !isKnown;
    },
  };
}
