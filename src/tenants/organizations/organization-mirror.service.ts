import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import type { ClerkOrganization } from '#libs/clerk';
import { newId } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { isNewer, MirrorLock, type SourceMoment } from '#users';
import { mirroredOrganizationOf } from './mirrored-organization.js';
import type { Organization } from './organization.entity.js';
import { deleteOrganizationJob } from './organization.jobs.js';
import { OrganizationsStore } from './organizations.store.js';

/** Brings an organization's row to what Clerk says; works in the open transaction of the system scope. */
@Injectable()
export class OrganizationMirrorService {
  constructor(
    private readonly organizations: OrganizationsStore,
    private readonly mirrorLock: MirrorLock,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The mirrored organization, deleted ones too. */
  find(clerkId: string): Promise<Organization | null> {
    return this.organizations.findByClerkId(clerkId);
  }

  /** Clerk's id of an organization of ours. */
  async clerkIdOf(id: string): Promise<string | null> {
    return (await this.organizations.findById(id))?.clerkId ?? null;
  }

  /** @returns the row as it is now; null when the organization was deleted and stays so */
  async apply(
    clerkOrganization: ClerkOrganization,
    source: SourceMoment,
    actor: Actor,
  ): Promise<Organization | null> {
    if (!(await this.mirrorLock.enter('organization', clerkOrganization.id))) return null;
    const mirrored = await this.organizations.findByClerkId(clerkOrganization.id);
    if (mirrored !== null && !isNewer(source, mirrored)) return mirrored;

    const state = mirroredOrganizationOf(clerkOrganization, source);
    const organization: Organization =
      mirrored === null
        ? { id: newId(), status: 'active', version: 1, deletedAt: null, ...state }
        : { ...mirrored, ...state, version: mirrored.version + 1 };
    if (state.slug !== null) await this.organizations.releaseSlug(state.slug, organization.id);
    if (mirrored === null) await this.organizations.insert(organization);
    else await this.organizations.update(organization.id, state);
    await this.recordChange(mirrored, organization, actor);
    return organization;
  }

  /** Marks an organization as deleted for good; its rows stay for the audit log and the deadlines. */
  async applyDeleted(clerkId: string, actor: Actor): Promise<Organization | null> {
    const now = this.clock.now();
    await this.mirrorLock.enter('organization', clerkId);
    await this.mirrorLock.close('organization', clerkId, now);
    const mirrored = await this.organizations.findByClerkId(clerkId);
    if (mirrored === null || mirrored.status === 'deleted') return mirrored;
    await this.markDeleted(mirrored.id, actor, now);
    return mirrored;
  }

  /** Deletes one that lives, before Clerk is told; locked, and in whatever scope the transaction has. */
  async delete({ id, clerkId }: Organization, actor: Actor): Promise<void> {
    const now = this.clock.now();
    if (clerkId !== null) await this.mirrorLock.close('organization', clerkId, now);
    await this.markDeleted(id, actor, now);
    await this.jobs.enqueue(deleteOrganizationJob, { organizationId: id });
  }

  private async markDeleted(id: string, actor: Actor, now: Date): Promise<void> {
    await this.organizations.update(id, { status: 'deleted', deletedAt: now, updatedAt: now });
    await this.audit.record({
      actor,
      action: 'organization.deleted',
      scope: { organizationId: id },
      target: { kind: 'organization', id },
    });
  }

  private async recordChange(before: Organization | null, after: Organization, actor: Actor): Promise<void> {
    const entry = {
      actor,
      scope: { organizationId: after.id },
      target: { kind: 'organization', id: after.id },
    };
    if (before === null) {
      await this.audit.record({ ...entry, action: 'organization.created' });
      return;
    }
    const changed = (['name', 'slug', 'maxAllowedMemberships'] as const).filter(
      (field) => before[field] !== after[field],
    );
    if (changed.length > 0)
      await this.audit.record({ ...entry, action: 'organization.updated', change: { changed } });
  }
}
