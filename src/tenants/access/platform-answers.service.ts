import { Injectable } from '@nestjs/common';
import { authErrors, builtInRoles, ScopeProver } from '#auth';
import { decide, type Grant, platformScope, prepareSubject } from '#libs/authz';
import { type PlatformScope, UnitOfWork } from '#libs/database';
import type { AppError, Reference } from '#libs/http';
import { Clock } from '#libs/time';
import { PlatformRoleGrant, UsersStore } from '#users';
import type { Question } from './question.rule.js';
import { platformGrantsOf } from './standing.js';
import { type Asker, isCaller, Standings } from './standings.service.js';

/** Questions about the platform itself. About others only its staff may ask; for everybody else nobody is there. */
@Injectable()
export class PlatformAnswers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly standings: Standings,
    private readonly users: UsersStore,
    private readonly prover: ScopeProver,
    private readonly clock: Clock,
  ) {}

  async answer(asker: Asker, questions: readonly Question[]): Promise<(boolean | AppError)[]> {
    const answers: (boolean | AppError)[] = [];
    for (const { person, permission } of questions) {
      const found = await this.find(asker, person);
      answers.push(
        'grants' in found
          ? decide(prepareSubject(builtInRoles, found.grants), permission, platformScope, this.clock.now())
          : found,
      );
    }
    return answers;
  }

  /** What somebody holds on the platform; or why the asker may not know. */
  async find(
    asker: Asker,
    person: Reference | null,
  ): Promise<{ userId: string; grants: readonly Grant[] } | AppError> {
    const { caller, platform } = asker;
    if (person === null || isCaller(person, caller)) {
      return { userId: caller.userId, grants: await this.standings.readPlatformGrants(asker) };
    }
    const found = platform === null || !this.seesPeople(asker) ? null : await this.read(platform, person);
    return found ?? this.prover.refuse(caller, asker.visit, null, authErrors.notFound());
  }

  /** Whether the asker may see who holds which role on the platform. */
  seesPeople({ caller }: Asker): boolean {
    return decide(caller.subject, 'platform:users:read', platformScope, this.clock.now());
  }

  /** Everything that anybody holds on the platform. Its staff is few. */
  async listAll(scope: PlatformScope): Promise<Grant[]> {
    return this.unitOfWork.run(scope, async () => {
      const held = await this.unitOfWork.manager().getRepository(PlatformRoleGrant).find();
      return held.flatMap((grant) => platformGrantsOf(grant.userId, [grant]));
    });
  }

  private async read(scope: PlatformScope, person: Reference) {
    return this.unitOfWork.run(scope, async () => {
      const user = await this.users.findByReference(person);
      if (user === null || user.deletedAt !== null) return null;
      const held = await this.unitOfWork
        .manager()
        .getRepository(PlatformRoleGrant)
        .findBy({ userId: user.id });
      return { userId: user.id, grants: platformGrantsOf(user.id, held) };
    });
  }
}
