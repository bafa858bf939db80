import type { Remote } from './manifest.ts';

/** What an address cannot carry as one step of its path: these lead elsewhere, and half a character has no bytes. */
const NO_STEP = /^\.{1,2}$|\p{Surrogate}/u;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** What is wrong with where a remote model is said to be, each by its field; before anything is sent there. */
export function findAddressProblems({
  address,
  model,
  version = '',
  tokenVariable,
}: Pick<Remote, 'address' | 'model' | 'version' | 'tokenVariable'>): readonly string[] {
  if (!URL.canParse(address)) return ['remote.address: this is no address; give it as http://host:port'];
  const url = new URL(address);
  const found: string[] = [];
  if (url.username !== '' || url.password !== '') {
    found.push('remote.address: it holds credentials; name the variable of a token in remote.tokenVariable instead');
  }
  for (const [field, name] of Object.entries({ model, version })) {
    if (NO_STEP.test(name))
      found.push(`remote.${field}: no model can be asked by this name; give it as the server has it`);
  }
  if (url.search !== '' || url.hash !== '') found.push('remote.address: leave out what follows ? and #');
  if (tokenVariable !== undefined && url.protocol === 'http:' && !LOOPBACK.includes(url.hostname)) {
    found.push('remote.tokenVariable: over http anybody on the way can read the token; use https');
  }
  return found;
}
