/** The database of records that end with their process, as a setting names it. */
export const IN_MEMORY = 'sqlite::memory:';
