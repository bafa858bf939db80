/** What helps whoever named something else for an archive, as the end of a sentence. */
export const WANTED_ARCHIVE = 'name the archive that scanbench export wrote';
