import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { type Actor, builtInRoles, systemScope } from '#auth';
import { ClerkApi, type ClerkOrganizationRole, ClerkRefusedError } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { ClerkRole } from './clerk-role.entity.js';
import { mirrorRolesJob } from './role.jobs.js';
import { UndeclaredPermissionsService } from './undeclared-permissions.service.js';

/** All of Clerk's roles, and when they were asked for by the database's clock. */
export interface RolesOfClerk {
  readonly askedAt: Date;
  readonly roles: readonly ClerkOrganizationRole[];
}

/**
 * The mirror of Clerk's organization roles. Any news of a role or a permission only says that there is something to ask
 * for: the whole list is fetched (an instance has about ten), so order, repetition and gaps in the news do not matter.
 */
@Injectable()
export class RoleMirrorService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clerk: ClerkApi,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly undeclared: UndeclaredPermissionsService,
  ) {}

  /** There is news of a role or permission: a job will ask Clerk once the open transaction has committed. */
  async requestRefresh(): Promise<void> {
    await this.jobs.enqueue(mirrorRolesJob, {});
  }

  /**
   * Asks Clerk and mirrors its answer, in a transaction of its own.
   * @returns whether anything was different here
   * @throws ClerkUnavailableError when Clerk cannot be asked now
   */
  async refresh(actor: Actor): Promise<boolean> {
    const answer = await this.fetch();
    return this.unitOfWork.run(systemScope('mirror'), () => this.apply(answer, actor));
  }

  /** Talks to Clerk, so never inside a transaction. An instance without custom roles (403, 404) has none to mirror. */
  async fetch(): Promise<RolesOfClerk> {
    const askedAt = await this.unitOfWork.run(systemScope('mirror'), async () => {
      const [row] = await this.unitOfWork.manager().query<[{ now: Date }]>('select clock_timestamp() as now');
      return row.now;
    });
    try {
      return { askedAt, roles: await this.clerk.listOrganizationRoles() };
    } catch (error) {
      const hasNone = error instanceof ClerkRefusedError && (error.status === 403 || error.status === 404);
      if (hasNone) return { askedAt, roles: [] };
      throw error;
    }
  }

  /**
   * Mirrors an answer in the open transaction of the system scope. One that was asked for earlier than the mirrored one
   * is left out: whatever changes at Clerk is followed by a question that is asked after the change.
   */
  async apply({ askedAt, roles }: RolesOfClerk, actor: Actor): Promise<boolean> {
    if (!(await this.isLatest(askedAt))) return false;
    const rows = this.unitOfWork.manager().getRepository(ClerkRole);
    const before = new Map((await this.list()).map((role) => [role.key, role]));
    const wanted = this.mirrored(roles).map(rowOf);
    const changed = wanted.filter((role) => !isSame(before.get(role.key), role));
    const gone = [...before.values()].filter(({ key }) => !wanted.some((role) => role.key === key));
    if (changed.length === 0 && gone.length === 0) return false;
    // Keys may have been swapped, so everything makes room first.
    await rows.createQueryBuilder().delete().execute();
    await rows.insert(wanted);
    await this.audit.recordAll(
      [...changed, ...gone].map(({ key }) => ({
        actor,
        action: 'role.mirrored' as const,
        target: { kind: 'role', id: key },
        change: {
          permissions: {
            from: before.get(key)?.permissions ?? null,
            to: wanted.find((role) => role.key === key)?.permissions ?? null,
          },
        },
      })),
    );
    await this.undeclared.review();
    return true;
  }

  /** What is mirrored, as a whole; in the open transaction. */
  list(): Promise<ClerkRole[]> {
    return this.unitOfWork.manager().getRepository(ClerkRole).find();
  }

  /** Those of Clerk's roles that are mirrored: what org:admin and org:member mean is ours, whatever they carry there. */
  mirrored(roles: readonly ClerkOrganizationRole[]): ClerkOrganizationRole[] {
    return roles.filter(({ key }) => !builtInRoles.isReserved(key, null));
  }

  /** Also makes answers that arrive together wait for each other. */
  private async isLatest(askedAt: Date): Promise<boolean> {
    const rows = await this.unitOfWork.manager().query<unknown[]>(
      `with asked as (
         insert into clerk_roles_state (asked_at) values ($1)
         on conflict (only_row) do update set asked_at = excluded.asked_at
           where clerk_roles_state.asked_at < excluded.asked_at
         returning asked_at)
       select asked_at from asked`,
      [askedAt],
    );
    return rows.length === 1;
  }
}

function rowOf(role: ClerkOrganizationRole): ClerkRole {
  const { id, key, name, description, permissions, updatedAt } = role;
  return { clerkId: id, key, name, description, permissions: [...permissions].sort(), updatedAt };
}

function isSame(one: ClerkRole | undefined, other: ClerkRole): boolean {
  return (
    one !== undefined &&
    one.clerkId === other.clerkId &&
    one.name === other.name &&
    one.description === other.description &&
    one.permissions.join() === other.permissions.join()
  );
}
