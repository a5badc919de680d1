import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { Permission } from './permission-catalogue.js';
import type { PlatformRoleKey } from './role-catalogue.js';

/** Who may call a route. Exactly one stands on every route; a route without one does not boot. */
export type RoutePolicy =
  | { readonly kind: 'public' }
  /** `tokenOnly`: the token alone is enough, no table is read; opens nothing. */
  | { readonly kind: 'signed-in'; readonly tokenOnly: boolean }
  | { readonly kind: 'permission'; readonly permission: Permission }
  | { readonly kind: 'platform-role'; readonly role: PlatformRoleKey }
  | { readonly kind: 'organization-role'; readonly role: string }
  | { readonly kind: 'property-role'; readonly role: string };

/** Where the right that a route asks for lies; null where it asks for none. */
export function levelOfPolicy(policy: RoutePolicy): 'platform' | 'organization' | 'property' | null {
  switch (policy.kind) {
    case 'public':
    case 'signed-in':
      return null;
    case 'platform-role':
      return 'platform';
    case 'organization-role':
      return 'organization';
    case 'property-role':
      return 'property';
    case 'permission':
      if (policy.permission.startsWith('platform:')) return 'platform';
      return policy.permission.startsWith('org:') ? 'organization' : 'property';
  }
}

export const ROUTE_POLICY = Symbol('tenantry:route-policy');
export const STEP_UP = Symbol('tenantry:step-up');
export const OPEN_TO_SERVICE_ACCOUNTS = Symbol('tenantry:open-to-service-accounts');
export const NOT_IMPERSONATED = Symbol('tenantry:not-impersonated');

/** No credentials wanted; the route checks what it must (a signature) itself. On methods only. */
export function Public(): MethodDecorator {
  return applyDecorators(policy({ kind: 'public' }), ApiSecurity({}), ApiExtension('x-access', 'public'));
}

/** Anybody with a valid session. With `tokenOnly` the answer may hold nothing but what the token says. */
export function SignedIn(options: { tokenOnly?: boolean } = {}): MethodDecorator {
  return guarded({ kind: 'signed-in', tokenOnly: options.tokenOnly ?? false });
}

/** The permission on what the path names: the platform, `:organizationId` or `:propertyId`. */
export function RequirePermission(permission: Permission): MethodDecorator {
  return guarded({ kind: 'permission', permission }, ApiExtension('x-required-permission', permission));
}

/** This platform role or one that contains it. */
export function PlatformRole(role: PlatformRoleKey): MethodDecorator {
  return guarded({ kind: 'platform-role', role }, ApiExtension('x-required-role', `platform:${role}`));
}

/** This role in the organization of the path, or every permission that it carries there. */
export function OrganizationRole(role: string): MethodDecorator {
  return guarded({ kind: 'organization-role', role }, ApiExtension('x-required-role', role));
}

/** This role on the property of the path, or every permission that it carries there. */
export function PropertyRole(role: string): MethodDecorator {
  return guarded({ kind: 'property-role', role }, ApiExtension('x-required-role', role));
}

/** The person must have proved who they are within the last 10 minutes. */
export function StepUp(): MethodDecorator {
  return applyDecorators(SetMetadata(STEP_UP, true), ApiExtension('x-step-up', true));
}

/** Nobody may do this in another person's name. */
export function NotImpersonated(): MethodDecorator {
  return applyDecorators(SetMetadata(NOT_IMPERSONATED, true), ApiExtension('x-not-impersonated', true));
}

/**
 * A key of a service account may call this route too, where it holds what the route asks for. Every other route is for
 * people; one that gives rights, or hands out or erases data, cannot be opened.
 */
export function OpenToServiceAccounts(): MethodDecorator {
  return applyDecorators(
    SetMetadata(OPEN_TO_SERVICE_ACCOUNTS, true),
    ApiExtension('x-open-to-service-accounts', true),
  );
}

function policy(value: RoutePolicy): MethodDecorator {
  return SetMetadata(ROUTE_POLICY, value);
}

function guarded(
  value: Exclude<RoutePolicy, { kind: 'public' }>,
  ...described: MethodDecorator[]
): MethodDecorator {
  const access = value.kind === 'signed-in' ? (value.tokenOnly ? 'token' : 'session') : 'right';
  return applyDecorators(policy(value), ApiBearerAuth(), ApiExtension('x-access', access), ...described);
}
