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
  named += 1;
  const accounts = `/api/v1/organizations/${organizationId}/service-accounts`;
  const account = await admin.post(accounts, { name: `Robot ${named}` }).expect(201);
  const path = `${accounts}/${account.body.id}`;
  for (const grant of grants) await admin.put(`${path}/grants`, grant).expect(200);
  const made = await admin.post(`${path}/keys`, key).expect(201);
  return { id: account.body.id, keyId: made.body.id, key: made.body.key, path };
}

/** Makes a service account of the platform with a key. @param owner of the platform, with a fresh proof of identity */
export async function makePlatformRobot(
  owner: ApiClient,
  roles: readonly string[],
  key: object = {},
): Promise<Robot> {
  named += 1;
  const accounts = '/api/v1/platform/service-accounts';
  const account = await owner.post(accounts, { name: `Robot ${named}` }).expect(201);
  const path = `${accounts}/${account.body.id}`;
  for (const role of roles) await owner.put(`${path}/grants`, { role }).expect(200);
  const made = await owner.post(`${path}/keys`, key).expect(201);
  return { id: account.body.id, keyId: made.body.id, key: made.body.key, path };
}

/** Calls with a key. */
export function withKey(url: string, key: string): ApiClient {
  return new ApiClient(url, () => key);
}
