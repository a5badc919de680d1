/** Where events go, and by which key. */
export interface SentryAddress {
  readonly url: string;
  readonly publicKey: string;
}

/**
 * Reads a DSN (`https://<public key>@<host>/<path>/<project>`), as Sentry documents it.
 *
 * @returns undefined for what is none
 */
export function parseSentryDsn(dsn: string): SentryAddress | undefined {
  if (!URL.canParse(dsn)) return undefined;
  const { protocol, username, password, host, pathname, search, hash } = new URL(dsn);
  const [, prefix, project] = /^(.*)\/([A-Za-z0-9_-]+)$/.exec(pathname) ?? [];
  const isWhole = /^https?:$/.test(protocol) && /^[A-Za-z0-9]{8,64}$/.test(username) && project !== undefined;
  if (!isWhole || password !== '' || search !== '' || hash !== '') return undefined;
  return { url: `${protocol}//${host}${prefix ?? ''}/api/${project}/envelope/`, publicKey: username };
}
