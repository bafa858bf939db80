import type { Sample } from '../domain/scan/sample.ts';
import { fetchSamples } from './api-client.ts';
import { createAskAgain } from './ask-again.ts';
import { pageElement } from './element.ts';
import type { SamplePicker } from './sample-picker.ts';

/**
 * Puts the shipped samples on their shelf, once more where they could not be had. `onTry` hears that the button *Try a
 * sample* was pressed: of the first one with a threat. Resolves with the first answer, whatever it is.
 */
export async function fillShelf(picker: SamplePicker, onTry: (sample: Sample) => void): Promise<void> {
  const trySample = pageElement('try-sample', HTMLButtonElement);
  const again = createAskAgain(() => void fill());
  let first: Sample | undefined;

  async function fill(): Promise<void> {
    const samples = await fetchSamples();
    if (samples.ok) {
      picker.show(samples.value);
      first = samples.value.find(({ truth }) => truth !== 'benign') ?? samples.value[0];
    } else {
      picker.sayProblem(samples.problem);
      again.afterProblem(samples.problem);
    }
    trySample.disabled = first === undefined;
  }

  trySample.addEventListener('click', () => {
    if (first !== undefined) onTry(first);
  });
  await fill();
}
