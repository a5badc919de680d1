import { Injectable } from '@nestjs/common';
import { type Caller, NO_TARGET, subjectOf } from '#auth';
import { UnitOfWork } from '#libs/database';
import { TenantAccessDirectoryService } from '#tenants';
import { UserLookupService } from '#users';
import { PRIVACY } from '../privacy.scope.js';

/** Members of staff in whose name work goes on after their request, with the rights that they hold by then. */
@Injectable()
export class StaffCallersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserLookupService,
    private readonly directory: TenantAccessDirectoryService,
  ) {}

  /** @returns null for somebody who may not act any more at all */
  async find(userId: string): Promise<Caller | null> {
    const user = await this.unitOfWork.run(PRIVACY, () => this.users.findById(userId));
    if (user?.clerkId == null) return null;
    const record = await this.directory.find(user.clerkId, '', NO_TARGET);
    if (record?.canAct !== true) return null;
    return {
      kind: 'user',
      userId,
      clerkUserId: user.clerkId,
      sessionId: '',
      impersonator: null,
      accessReason: null,
      subject: subjectOf(record, true),
      model: record.model,
      signIn: null,
      platformFaults: [],
    };
  }
}
