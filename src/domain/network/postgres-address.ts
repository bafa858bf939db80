/** The address of a PostgreSQL server; with an empty host behind user and password, too: its socket. Null where it is none. */
export function postgresAddress(url: string): URL | null {
  try {
    const address = new URL(url.replace('@/', '@socket/'));
    const { username, password, pathname } = address;
    return [username, password, pathname].every((part) => decodeURIComponent(part) !== null) ? address : null;
  } catch {
    return null;
  }
}

/** The files of TLS that such an address names, each with the parameter that names it. The driver reads them at each connection. */
export function tlsFilesOf({ searchParams }: URL): readonly { readonly name: string; readonly file: string }[] {
  return ['sslrootcert', 'sslcert', 'sslkey']
    .map((name) => ({ name, file: searchParams.getAll(name).at(-1) ?? '' }))
    .filter(({ file }) => file !== '');
}
