import { shipped } from './installation.ts';
import { removeOrphanedModules } from './orphaned-modules.ts';

// A step of `npm run build`.
removeOrphanedModules(shipped());
