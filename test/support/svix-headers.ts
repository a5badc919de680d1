import { Webhook } from 'svix';

/**
 * The headers of a delivery as Svix sends them.
 *
 * @param secrets each signs it, as for a day after a change of the secret
 */
export function svixHeaders(
  id: string,
  body: string | Buffer,
  secrets: readonly string[],
  at = new Date(),
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'svix-id': id,
    'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
    'svix-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}
