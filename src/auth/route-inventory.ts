import { type DiscoveryService, MetadataScanner } from '@nestjs/core';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod } from '@nestjs/common';
import { givesAway } from './giving-routes.rule.js';
import { mayPlatformAccountsHold, mayServiceAccountsHold } from './service-account-rights.rule.js';
import {
  levelOfPolicy,
  NOT_IMPERSONATED,
  OPEN_TO_SERVICE_ACCOUNTS,
  ROUTE_POLICY,
  type RoutePolicy,
  STEP_UP,
} from './route-policy.js';

/** One route with what it declares. */
export interface InventoryEntry {
  readonly method: string;
  /** As Fastify knows it, e.g. `/api/v1/organizations/:organizationId`. */
  readonly path: string;
  /** Class and method, for the developer who has to mend it. */
  readonly handler: string;
  readonly policy: RoutePolicy | null;
  /** Refused in another person's name. */
  readonly notImpersonated?: boolean;
  /** Keys of service accounts may call it too. */
  readonly openToServiceAccounts?: boolean;
  /** Asks for a fresh proof of who one is, which no key can give. */
  readonly stepUp?: boolean;
}

/** Routes that no controller serves and that answer by themselves; anything else outside a controller is refused. */
export const ROUTES_OUTSIDE_CONTROLLERS = [
  /^\/docs(\/.*)?$/,
  /^\/openapi\.json$/,
  /^\/console(\/.*)?$/,
  /^\*$/,
] as const;

/** Raised at boot, listing every silent or contradictory route. */
export class UndeclaredRouteError extends Error {}

/** Reads the inventory off the controllers. */
export function readInventory(discovery: DiscoveryService): InventoryEntry[] {
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap((wrapper) => {
    const instance: unknown = wrapper.instance;
    const metatype: unknown = wrapper.metatype;
    if (typeof instance !== 'object' || instance === null || typeof metatype !== 'function') return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (typeof handler !== 'function') return [];
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      if (method === undefined) return [];
      const policy = (Reflect.getMetadata(ROUTE_POLICY, handler) as RoutePolicy | undefined) ?? null;
      return pathsOf(metatype, handler).map((path) => ({
        method: RequestMethod[method],
        path,
        handler: `${metatype.name}.${name}`,
        policy,
        notImpersonated: Reflect.getMetadata(NOT_IMPERSONATED, handler) === true,
        openToServiceAccounts: Reflect.getMetadata(OPEN_TO_SERVICE_ACCOUNTS, handler) === true,
        stepUp: Reflect.getMetadata(STEP_UP, handler) === true,
      }));
    });
  });
}

/**
 * Every route declares exactly who may call it, and the declaration fits its path.
 *
 * @param served the routes Fastify really serves, collected by its `onRoute` hook
 * @throws UndeclaredRouteError listing all that is wrong
 */
export function checkInventory(
  inventory: readonly InventoryEntry[],
  served: readonly { method: string; path: string }[],
): void {
  const declared = new Set(inventory.map((entry) => `${entry.method} ${entry.path}`));
  const silent = inventory
    .filter((entry) => entry.policy === null)
    .map((entry) => `${entry.method} ${entry.path} (${entry.handler}): no policy`);
  const misplaced = inventory.flatMap((entry) => {
    const problem = misfit(entry);
    return problem === null ? [] : [`${entry.method} ${entry.path} (${entry.handler}): ${problem}`];
  });
  const raw = served
    .filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS')
    .filter(({ method, path }) => !declared.has(`${method} ${path}`))
    .filter(({ path }) => !ROUTES_OUTSIDE_CONTROLLERS.some((pattern) => pattern.test(path)))
    .map(
      ({ method, path }) => `${method} ${path}: served outside the controllers, so no guard stands before it`,
    );
  const problems = [...silent, ...misplaced, ...raw];
  if (problems.length > 0) {
    throw new UndeclaredRouteError(
      `Refusing to start, ${problems.length} route(s) are not safe:\n- ${problems.join('\n- ')}`,
    );
  }
}

function misfit(entry: InventoryEntry): string | null {
  const { policy, path } = entry;
  if (policy === null) return null;
  if (givesAway(entry) && entry.notImpersonated !== true)
    return 'gives a right, an export or an erasure, and does so while somebody is impersonated';
  if (entry.openToServiceAccounts === true && !mayBeOpened(entry))
    return 'is open to service accounts, and gives rights, asks for a fresh proof, or for what no service account may hold';
  const inOrganization = path.includes('/:organizationId');
  const inProperty = path.includes('/:propertyId');
  if (inProperty && !inOrganization) return 'names a property without its organization';
  const level = levelOfPolicy(policy);
  if (level === 'property' && !inProperty)
    return 'asks for a right on a property that the path does not name';
  if (level === 'organization' && !inOrganization)
    return 'asks for a right on an organization that the path does not name';
  if (level === 'platform' && inOrganization) return "opens a tenant's data by a right on the platform";
  if ((level === null || policy.kind === 'public') && inOrganization)
    return "opens a tenant's data without asking for a right on it";
  return null;
}

/** Nothing that is for one person: what gives, what asks for a step-up, what is not for others' names. */
function mayBeOpened(entry: InventoryEntry): boolean {
  if (entry.policy === null || givesAway(entry)) return false;
  if (entry.stepUp === true || entry.notImpersonated === true) return false;
  if (entry.policy.kind === 'public' || entry.policy.kind === 'platform-role') return false;
  if (entry.policy.kind !== 'permission') return true;
  const { permission } = entry.policy;
  return mayServiceAccountsHold(permission) || mayPlatformAccountsHold(permission);
}

function pathsOf(controller: object, handler: object): string[] {
  const bases = asList(Reflect.getMetadata(PATH_METADATA, controller));
  const tails = asList(Reflect.getMetadata(PATH_METADATA, handler));
  return bases.flatMap((base) => tails.map((tail) => `/${[base, tail].flatMap(segments).join('/')}`));
}

function asList(value: unknown): string[] {
  if (Array.isArray(value)) return value as string[];
  return [typeof value === 'string' ? value : ''];
}

function segments(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
