import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import type { ClerkOrganization } from '#libs/clerk';
import { newId } from '#libs/database';
import { MirrorLock } from '#users';
import type { Organization } from './organization.entity.js';
import { mirroredOrganizationOf } from './mirrored-organization.js';
import { OrganizationsStore } from './organizations.store.js';

/** Adds many organizations to the mirror at once. */
@Injectable()
export class OrganizationSeedingService {
  constructor(
    private readonly organizations: OrganizationsStore,
    private readonly mirrorLock: MirrorLock,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Adds those that have no row and no tombstone and whose slug nobody holds here, in the open transaction of the system
   * scope; no row is changed.
   *
   * @param told as Clerk has just told them, each once
   * @returns Clerk's ids of those that were added
   */
  async add(told: readonly ClerkOrganization[], actor: Actor): Promise<Set<string>> {
    const open = await this.mirrorLock.enterEach(
      'organization',
      told.map(({ id }) => id),
    );
    const taken = await this.organizations.taken(told);
    const added = told
      .filter(({ id, slug }) => open.has(id) && !taken.clerkIds.has(id) && !taken.slugs.has(slug))
      .map(rowOf);
    await this.organizations.insertAll(added);
    await this.audit.recordAll(
      added.map(({ id }) => ({
        actor,
        action: 'organization.created' as const,
        scope: { organizationId: id },
        target: { kind: 'organization', id },
      })),
    );
    return new Set(added.flatMap(({ clerkId }) => clerkId ?? []));
  }
}

function rowOf(told: ClerkOrganization): Organization {
  const source = { updatedAt: told.updatedAt, eventAt: null };
  return {
    id: newId(),
    status: 'active',
    version: 1,
    deletedAt: null,
    ...mirroredOrganizationOf(told, source),
  };
}
