import { periodOf } from './grant.js';
import type { Grant, Period } from './grant.js';
import type { Role } from './role.js';
import type { RoleRegistry } from './role-registry.js';
import type { Scope } from './scope.js';

/** A grant whose role is known, with its bounds as numbers. */
export interface HeldRole extends Period {
  readonly grant: Grant;
  readonly role: Role;
}

interface HeldInOrganization {
  readonly direct: HeldRole[];
  readonly properties: Map<string, HeldRole[]>;
}

/** Someone's grants, indexed by scope once so that each decision after it is a few look-ups. */
export class Subject {
  readonly #platform: HeldRole[] = [];
  readonly #organizations = new Map<string, HeldInOrganization>();
  /** Grants of a role that does not exist or not at that kind of scope; they give nothing. */
  readonly withoutRole: readonly Grant[];
  /** Every other grant, whether it holds now or not. */
  readonly held: readonly HeldRole[];

  constructor(roles: RoleRegistry, grants: Iterable<Grant>) {
    const withoutRole: Grant[] = [];
    const held: HeldRole[] = [];
    for (const grant of grants) {
      const role = roles.findFor(grant.role, grant.scope);
      if (role) held.push({ grant, role, ...periodOf(grant) });
      else withoutRole.push(grant);
    }
    for (const each of held) this.#listAt(each.grant.scope).push(each);
    this.held = held;
    this.withoutRole = withoutRole;
  }

  /** What is held at this scope and at every scope around it, active or not, widest first. */
  heldOver(scope: Scope): readonly (readonly HeldRole[])[] {
    if (scope.kind === 'platform') return [this.#platform];
    const organization = this.#organizations.get(scope.organizationId);
    if (!organization) return [this.#platform];
    if (scope.kind === 'organization') return [this.#platform, organization.direct];
    const property = organization.properties.get(scope.propertyId);
    return property ? [this.#platform, organization.direct, property] : [this.#platform, organization.direct];
  }

  #listAt(scope: Scope): HeldRole[] {
    if (scope.kind === 'platform') return this.#platform;
    let organization = this.#organizations.get(scope.organizationId);
    if (!organization) {
      organization = { direct: [], properties: new Map() };
      this.#organizations.set(scope.organizationId, organization);
    }
    if (scope.kind === 'organization') return organization.direct;
    let property = organization.properties.get(scope.propertyId);
    if (!property) {
      property = [];
      organization.properties.set(scope.propertyId, property);
    }
    return property;
  }
}

/** Prepares one person's grants for decisions; the caller has picked the grants of that person. */
export function prepareSubject(roles: RoleRegistry, grants: Iterable<Grant>): Subject {
  return new Subject(roles, grants);
}
