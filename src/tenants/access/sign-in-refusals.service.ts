import { Injectable } from '@nestjs/common';
import { type Caller, faultsOfSignIn, type SignInFault, type SignInPolicy } from '#auth';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';

/** In which of somebody's organizations the way they signed in opens nothing, where an answer is about several. */
@Injectable()
export class SignInRefusalsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * In the open transaction.
   * @returns the rules that are not met, by the id of the organization; one whose policy is met, or that has none, is left out
   */
  async of({ userId, signIn }: Caller): Promise<Map<string, SignInFault[]>> {
    if (signIn === null) throw new Error('only somebody who is signed in asks for their own places');
    const rows = await this.unitOfWork
      .manager()
      .query<{ id: string; policy: SignInPolicy }[]>(
        'select organization_id as id, policy from app.sign_in_policies_of($1)',
        [userId],
      );
    const now = this.clock.now();
    return new Map(
      rows.flatMap(({ id, policy }) => {
        const faults = faultsOfSignIn(policy, signIn, now);
        return faults.length === 0 ? [] : [[id, faults]];
      }),
    );
  }
}
