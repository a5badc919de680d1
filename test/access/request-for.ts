import { EXAMPLES } from './examples.js';
import type { ApiRequest } from './http.js';
import type { MatrixRow } from './matrix.js';
import { roleOnProperty, type Scene } from './scene.js';

/** A valid request for a line of the matrix. */
export function requestFor(row: MatrixRow, scene: Scene): ApiRequest {
  const example = EXAMPLES[row.name]?.(scene) ?? {};
  const params = paramsFor(row, scene);
  const path = row.path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined)
      throw new Error(`${row.name}: no POST of the matrix makes one, so examples.ts has to give a ${name}`);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams(example.query).toString();
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(row.method);
  const body = example.body ?? (hasBody ? (scene.world.bodies.get(row.route) ?? {}) : undefined);
  return {
    method: row.method,
    path: query === '' ? path : `${path}?${query}`,
    ...(body !== undefined && { body }),
    ...(example.headers && { headers: example.headers }),
  };
}

/** The last name in the path, where there is nothing that it could stand for. */
export function missingParam(row: MatrixRow, scene: Scene): string | undefined {
  const [, name] = /\/:(\w+)$/.exec(row.path) ?? [];
  return name === undefined || name in paramsFor(row, scene) ? undefined : name;
}

function paramsFor(row: MatrixRow, scene: Scene): Readonly<Record<string, string>> {
  return {
    ...scene.fixtures.madeByPost.get(scene.place.id),
    organizationId: scene.tenant.id,
    propertyId: scene.place.id,
    userId: scene.world.idOf(scene.spareMember),
    roleKey: roleOnProperty(scene.tenant),
    eventId: scene.fixtures.deliveryId,
    job: 'invitations.expire',
    exportId: scene.fixtures.exportId,
    erasureId: scene.fixtures.erasureId,
    requestId: scene.fixtures.erasureId,
    holdId: scene.fixtures.holdId,
    reconciliationId: scene.fixtures.reconciliationId,
    bulkId: scene.fixtures.bulkId,
    ...scene.fixtures.accountOf.get(ownerOfAccounts(row, scene)),
    ...scene.fixtures.groupOf.get(scene.tenant.id),
    ...scene.fixtures.endpointOf.get(row.path.includes(':organizationId') ? scene.tenant.id : ''),
    ...EXAMPLES[row.name]?.(scene).params,
  };
}

/** Whose service accounts a route is about; '': the platform's. */
function ownerOfAccounts({ path }: MatrixRow, { place, tenant }: Scene): string {
  if (!path.includes(':organizationId')) return '';
  return path.includes('/:propertyId/service-accounts') ? place.id : tenant.id;
}
