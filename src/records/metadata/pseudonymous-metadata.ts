import type { ScanMetadata } from '../../domain/scan/scan-metadata.ts';
import type { Pseudonymise } from './pseudonym.ts';

/** Makes a container number or a consignment a name that says nothing; what is one already stays as it is. */
export type NameContainer = (text: string) => string;

const PREFIX = 'pseudonym:';
const SHAPE = /^pseudonym:[0-9a-f]{20}$/;

/**
 * Names of 80 bits: no two of a port's containers share one, and it fits wherever a container number does. No container
 * number has their shape.
 */
export function createNameContainer(pseudonymise: Pseudonymise): NameContainer {
  return (text) => (isPseudonym(text) ? text : `${PREFIX}${pseudonymise(text).slice(0, 20)}`);
}

/** Whether a text is a name that `createNameContainer` makes, of this installation or another. */
export function isPseudonym(text: string): boolean {
  return SHAPE.test(text);
}

/** The metadata with pseudonyms for what names a container or a consignment; the rest as it was, in its order. */
export function forgetContainer(metadata: ScanMetadata, nameContainer: NameContainer): ScanMetadata {
  const { containerNumber, containerNumbers, consignmentId } = metadata;
  return {
    ...metadata,
    ...(containerNumber !== undefined && { containerNumber: nameContainer(containerNumber) }),
    ...(containerNumbers !== undefined && { containerNumbers: containerNumbers.map(nameContainer) }),
    ...(consignmentId !== undefined && { consignmentId: nameContainer(consignmentId) }),
  };
}
