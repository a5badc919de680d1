import { ApiClient } from './api-client.js';

/** A service account with one key. */
export interface Robot {
  readonly id: string;
  readonly keyId: string;
  readonly key: string;
  /** The routes of the account. */
  readonly path: string;
}

let named = 0;

/** Makes a service account with a key. @param admin somebody who manages service accounts, with a fresh proof of identity */
export async function makeRobot(
  admin: ApiClient,
  organizationId: string,
  grants: readonly object[] = [],
  key: object = {},
): Promise<Robot> {
  return make(admin, `/api/v1/organizations/${organizationId}/service-accounts`, grants, key);
}

/** Makes a service account of the platform with a key. @param owner of the platform, with a fresh proof of identity */
export async function makePlatformRobot(
  owner: ApiClient,
  roles: readonly string[],
  key: object = {},
): Promise<Robot> {
  const grants = roles.map((role) => ({ role }));
  return make(owner, '/api/v1/platform/service-accounts', grants, key);
}

async function make(
  maker: ApiClient,
  accounts: string,
  grants: readonly object[],
  key: object,
): Promise<Robot> {
  named += 1;
  const account = await maker.post(accounts, { name: `Robot ${named}` }).expect(201);
  const path = `${accounts}/${account.body.id}`;
  for (const grant of grants) await maker.put(`${path}/grants`, grant).expect(200);
  const made = await maker.post(`${path}/keys`, key).expect(201);
  return { id: account.body.id, keyId: made.body.id, key: made.body.key, path };
}

/** Calls with a key. */
export function withKey(url: string, key: string): ApiClient {
  return new ApiClient(url, () => key);
}
