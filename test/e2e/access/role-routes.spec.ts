import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrganizationRole, PropertyRole } from '#auth';
import { OrganizationController } from '../../../src/tenants/lifecycle/organizations.controller.js';
import { PropertyController } from '../../../src/tenants/properties/properties.controller.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

/**
 * Puts another policy on a route of this process, which the guard reads as if it had been written there.
 *
 * @returns puts back what was there: other spec files are run in this process as well
 */
function demand(policy: MethodDecorator, controller: { prototype: object }, method: string): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(controller.prototype, method)!;
  const handler = descriptor.value as object;
  const before = Reflect.getMetadataKeys(handler).map((key) => [key, Reflect.getMetadata(key, handler)]);
  policy(controller.prototype, method, descriptor);
  return () => {
    for (const key of Reflect.getMetadataKeys(handler)) Reflect.deleteMetadata(key, handler);
    for (const [key, value] of before) Reflect.defineMetadata(key, value, handler);
  };
}

const REASON = { 'X-Access-Reason': 'Ticket 8: look at the role' };

describe('a route that demands a role', () => {
  let world: DemoWorld;
  let putBack: (() => void)[];

  beforeAll(async () => {
    putBack = [
      demand(OrganizationRole('org:admin'), OrganizationController, 'read'),
      demand(PropertyRole('property:manager'), PropertyController, 'read'),
    ];
    world = await startDemoWorld();
  }, 120_000);

  afterAll(async () => {
    for (const back of putBack) back();
    await world.close();
  });

  const answersOf = async (path: string, people: readonly string[]) =>
    Promise.all(
      people.map(async (email) => {
        const { status, body } = await world.as(email).get(path);
        return [email, status, body.code ?? null];
      }),
    );

  it('in the organization of its path is open to who holds it there, and to nobody else', async () => {
    const path = `/api/v1/organizations/${world.harbour.id}`;
    const people = ['olivia', 'mark', 'sam', 'vera'].map((name) => `${name}@harbour.test`);
    expect(await answersOf(path, [...people, 'anton@alpine.test', 'nina@nowhere.test'])).toEqual([
      ['olivia@harbour.test', 200, null],
      ['mark@harbour.test', 403, 'role_missing'],
      ['sam@harbour.test', 403, 'role_missing'],
      ['vera@harbour.test', 403, 'role_missing'],
      ['anton@alpine.test', 404, 'not_found'],
      ['nina@nowhere.test', 404, 'not_found'],
    ]);
  });

  it('on the property of its path is open to who holds it, or all that it carries, right there', async () => {
    const path = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.seaside}`;
    const people = ['olivia', 'mark', 'sam', 'vera'].map((name) => `${name}@harbour.test`);
    expect(await answersOf(path, [...people, 'greta@alpine.test'])).toEqual([
      ['olivia@harbour.test', 200, null],
      ['mark@harbour.test', 200, null],
      ['sam@harbour.test', 403, 'role_missing'],
      ['vera@harbour.test', 404, 'not_found'],
      ['greta@alpine.test', 404, 'not_found'],
    ]);
    // The manager of one property is nobody on the next.
    const next = `/api/v1/organizations/${world.harbour.id}/properties/${world.harbour.oldTown}`;
    expect(await answersOf(next, ['mark@harbour.test', 'vera@harbour.test'])).toEqual([
      ['mark@harbour.test', 404, 'not_found'],
      ['vera@harbour.test', 403, 'role_missing'],
    ]);
  });

  it('is open to staff with a right to all of it for a stated reason only', async () => {
    const path = `/api/v1/organizations/${world.harbour.id}`;
    expect(await answersOf(path, ['owner@tenantry.test'])).toEqual([
      ['owner@tenantry.test', 403, 'access_reason_required'],
    ]);
    await world.as('owner@tenantry.test').get(path).set(REASON).expect(200);
  });
});
