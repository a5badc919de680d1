import { Injectable } from '@nestjs/common';
import { authErrors, type Caller, type SessionClaims, staleFactor } from '#auth';
import { type PlatformScope, UnitOfWork } from '#libs/database';
import { UserLookupService } from '#users';

/** Only whoever has just proved who they are releases the safety threshold; without it the same route asks for no proof. */
@Injectable()
export class StepUpForForceService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserLookupService,
  ) {}

  /** @throws AppError 403 */
  async demand(scope: PlatformScope, { userId }: Caller, { factorAges }: SessionClaims): Promise<void> {
    const user = await this.unitOfWork.run(scope, () => this.users.findById(userId));
    const stale = staleFactor(factorAges, user?.twoFactorEnabled ?? true);
    if (stale !== null) throw authErrors.stepUpRequired(stale);
  }
}
