import { Injectable } from '@nestjs/common';
import {
  authErrors,
  idOfCaller,
  NO_TARGET,
  type Reference,
  ScopeProver,
  ServiceAccountAccess,
  type ServiceAccountCaller,
} from '#auth';
import { decide, type Grant, type PermissionKey, platformScope, prepareSubject } from '#libs/authz';
import { type PlatformScope, UnitOfWork } from '#libs/database';
import type { AppError } from '#libs/http';
import { Clock } from '#libs/time';
import { PlatformGrantsService, UserLookupService } from '#users';
import type { Question } from './question.rule.js';
import { platformGrantsOf } from './access-context.js';
import { type Requester, isCaller, AccessContextsService } from './access-contexts.service.js';

/** Questions about the platform itself. About others only its staff may ask; for everybody else nobody is there. */
@Injectable()
export class PlatformAnswersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accessContexts: AccessContextsService,
    private readonly users: UserLookupService,
    private readonly platformGrants: PlatformGrantsService,
    private readonly prover: ScopeProver,
    private readonly serviceAccounts: ServiceAccountAccess,
    private readonly clock: Clock,
  ) {}

  async answer(requester: Requester, questions: readonly Question[]): Promise<(boolean | AppError)[]> {
    const { caller } = requester;
    const answers: (boolean | AppError)[] = [];
    for (const { person, permission } of questions) {
      if (caller.kind === 'service_account' && person === null) {
        answers.push(await this.ofServiceAccount(caller, permission));
        continue;
      }
      const found = await this.find(requester, person);
      answers.push(
        'grants' in found
          ? decide(
              prepareSubject(requester.caller.model.roles, found.grants),
              permission,
              platformScope,
              this.clock.now(),
            )
          : found,
      );
    }
    return answers;
  }

  /** What somebody holds on the platform; or why the requester may not know. */
  async find(
    requester: Requester,
    person: Reference | null,
  ): Promise<{ userId: string; grants: readonly Grant[] } | AppError> {
    const { caller, platform } = requester;
    // Service accounts see nobody there.
    if (caller.kind !== 'user')
      return this.prover.refuse(caller, requester.support, null, authErrors.notFound());
    if (person === null || isCaller(person, caller)) {
      return { userId: caller.userId, grants: await this.accessContexts.readPlatformGrants(requester) };
    }
    const found = platform === null || !this.seesPeople(requester) ? null : await this.read(platform, person);
    return found ?? this.prover.refuse(caller, requester.support, null, authErrors.notFound());
  }

  /** What its key opens on the platform: nothing, unless it is one of the platform's. */
  private async ofServiceAccount(
    { account }: ServiceAccountCaller,
    permission: PermissionKey,
  ): Promise<boolean> {
    const { rights, scope } = await this.serviceAccounts.at(account, NO_TARGET);
    return rights.allows(permission, scope);
  }

  /** Whether the requester may see who holds which role on the platform. */
  seesPeople({ caller }: Requester): boolean {
    return decide(caller.subject, 'platform:users:read', platformScope, this.clock.now());
  }

  /** Everything that anybody holds on the platform. Its staff is few. */
  async listAll(scope: PlatformScope): Promise<Grant[]> {
    return this.unitOfWork.run(scope, async () => {
      const held = await this.platformGrants.listOfWhoCanAct();
      return held.flatMap((grant) => platformGrantsOf(grant.userId, [grant]));
    });
  }

  /** Whether somebody can act at all; the requester can, or would not have come here. */
  async canAct({ caller, platform }: Requester, userId: string): Promise<boolean> {
    if (userId === idOfCaller(caller) || platform === null) return true;
    return this.unitOfWork.run(platform, () => this.users.canAct(userId));
  }

  private async read(scope: PlatformScope, person: Reference) {
    return this.unitOfWork.run(scope, async () => {
      const user = await this.users.findByReference(person);
      if (user === null || user.deletedAt !== null) return null;
      const held = await this.platformGrants.listOfWhoCanAct(user.id);
      return { userId: user.id, grants: platformGrantsOf(user.id, held) };
    });
  }
}
