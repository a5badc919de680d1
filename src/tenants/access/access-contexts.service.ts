import { Injectable } from '@nestjs/common';
import {
  idOfCaller,
  type Principal,
  type Reference,
  type ResolvedAccess,
  ScopeProver,
  type SupportAccess,
} from '#auth';
import type { Grant } from '#libs/authz';
import { type PersonScope, type PlatformScope, UnitOfWork } from '#libs/database';
import { AppError } from '#libs/http';
import { PlatformGrantsService } from '#users';
import { MembershipsStore } from '../members/memberships.store.js';
import { RolePoliciesService } from '../roles/role-policies.service.js';
import { HeldGrantsStore } from '../roles/held-grants.store.js';
import { platformGrantsOf, AccessContext } from './access-context.js';

/** Who asks: the caller, the scope of their own data, and what they say of support access. */
export interface Requester {
  readonly caller: Principal;
  /** Null for a service account. */
  readonly person: PersonScope | null;
  /** Null for everybody but platform staff. */
  readonly platform: PlatformScope | null;
  readonly support: SupportAccess;
}

/** What a request is going to ask about in one organization. */
export interface Subjects {
  readonly people: readonly Reference[];
  readonly propertyIds: readonly string[];
}

/** An access context, and the people who were named, by the id they were named with. */
export interface Looked {
  readonly accessContext: AccessContext;
  readonly resolvedAccess: ResolvedAccess;
  /** Our id, or null where no member shows by that name. */
  readonly idOf: (person: Reference | null) => string | null;
}

/** Enters an organization for an requester and looks up, in a handful of indexed statements, all that answers need. */
@Injectable()
export class AccessContextsService {
  constructor(
    private readonly prover: ScopeProver,
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: MembershipsStore,
    private readonly heldGrants: HeldGrantsStore,
    private readonly platformGrants: PlatformGrantsService,
    private readonly policies: RolePoliciesService,
  ) {}

  /**
   * Runs `work` in the organization's scope; what it refuses is written down.
   * @throws AppError for who may not enter, see {@link ScopeProver.enter}
   */
  async within<T>(
    requester: Requester,
    organization: Reference,
    about: Subjects,
    work: (looked: Looked) => Promise<T>,
  ): Promise<T> {
    const { caller, support } = requester;
    const [only, ...others] = about.propertyIds;
    const resolvedAccess = await this.prover.enter(
      caller,
      organization,
      support,
      others.length === 0 ? (only ?? null) : null,
    );
    const platformGrants =
      resolvedAccess.platformRoles.length === 0 ? [] : await this.readPlatformGrants(requester);
    const refused = async (error: unknown): Promise<never> => {
      if (error instanceof AppError)
        await this.prover.refuse(caller, support, resolvedAccess.scope.organizationId, error);
      throw error;
    };
    const answering = this.unitOfWork.run(resolvedAccess.scope, async () => {
      const requesterId = idOfCaller(caller);
      const others = about.people.filter((person) => !isCaller(person, caller));
      const ids =
        others.length === 0 ? new Map<string, string>() : await this.members(resolvedAccess, others);
      const accessContext = new AccessContext({
        resolvedAccess,
        policy: await this.policies.under(resolvedAccess.model, resolvedAccess.scope),
        requesterId,
        requesterSubject: caller.kind === 'user' ? null : resolvedAccess.own.subject(),
        platformGrants,
        properties: await this.existing(resolvedAccess, about.propertyIds),
        grants: await this.heldGrants.ofPeople(
          resolvedAccess.scope,
          [...(resolvedAccess.isClosedToOwnPeople ? [] : [requesterId]), ...ids.values()],
          about.propertyIds,
        ),
        now: resolvedAccess.now,
      });
      const idOf = (person: Reference | null): string | null =>
        person === null || isCaller(person, caller) ? requesterId : (ids.get(nameOf(person)) ?? null);
      return work({ accessContext, resolvedAccess, idOf });
    });
    return answering.catch(refused);
  }

  /** The requester's own roles on the platform, with who gave them and when. */
  async readPlatformGrants({ caller, person }: Requester): Promise<Grant[]> {
    if (caller.kind !== 'user' || person === null || caller.platformFaults.length > 0) return [];
    const held = await this.unitOfWork.run(person, () => this.platformGrants.listOf(caller.userId));
    return platformGrantsOf(caller.userId, held);
  }

  private members({ scope }: ResolvedAccess, people: readonly Reference[]): Promise<Map<string, string>> {
    return this.memberships.listByReferences(scope, people);
  }

  private async existing(
    { scope }: ResolvedAccess,
    ids: readonly string[],
  ): Promise<Map<string, { isArchived: boolean }>> {
    if (ids.length === 0) return new Map();
    const rows = await this.unitOfWork
      .manager()
      .query<{ id: string; status: string }[]>(
        'select id, status from properties where organization_id = $1 and id = any ($2)',
        [scope.organizationId, ids],
      );
    return new Map(rows.map(({ id, status }) => [id, { isArchived: status === 'archived' }]));
  }
}

export function isCaller(person: Reference, caller: Principal): boolean {
  if (caller.kind !== 'user') return false;
  return person.kind === 'id' ? person.id === caller.userId : person.clerkId === caller.clerkUserId;
}

function nameOf(person: Reference): string {
  return person.kind === 'id' ? person.id : person.clerkId;
}
