import { Injectable } from '@nestjs/common';
import { Environment, type StagingAccess } from '#settings';
import { authErrors } from './auth.errors.js';

/** Knows who belongs to what a staging service's list names. The modules that own the tables fill it in. */
export abstract class StagingDirectory {
  /** Whether the person has a listed, verified address, a listed role, or is a member of a listed organization. */
  abstract hasPerson(clerkUserId: string, listed: StagingAccess): Promise<boolean>;
  /** @param organizationId by the id it has here */
  abstract hasOrganization(organizationId: string, listed: StagingAccess): Promise<boolean>;
}

/** Keeps everybody out of a staging service who does not stand on its list (`STAGING_ACCESS`). */
@Injectable()
export class StagingGate {
  constructor(
    private readonly environment: Environment,
    private readonly directory: StagingDirectory,
  ) {}

  /** @throws AppError 403 `not_on_staging_list`; nothing is asked on other stages */
  async demandPerson(clerkUserId: string): Promise<void> {
    const listed = this.asked();
    if (listed === null || (await this.directory.hasPerson(clerkUserId, listed))) return;
    throw authErrors.notOnStagingList();
  }

  /**
   * @param organizationId whose account it is; null: the platform's, which no list but `*` names
   * @throws AppError 403 `not_on_staging_list`
   */
  async demandAccountOf(organizationId: string | null): Promise<void> {
    const listed = this.asked();
    if (listed === null) return;
    if (organizationId !== null && (await this.directory.hasOrganization(organizationId, listed))) return;
    throw authErrors.notOnStagingList();
  }

  /** Null: everybody may. */
  private asked(): StagingAccess | null {
    const { stagingAccess } = this.environment;
    return stagingAccess === null || stagingAccess.everybody ? null : stagingAccess;
  }
}
