import { Injectable } from '@nestjs/common';
import type { RunContext, RunResult } from '#manifest';
import { OwnerlessOrganizationsService } from '../organizations/ownerless-organizations.service.js';

/** Archives organizations whose last owner was deleted at Clerk, once their holding period is over. */
@Injectable()
export class OrganizationArchivingService {
  constructor(private readonly ownerless: OwnerlessOrganizationsService) {}

  async run({ commit, signal }: RunContext): Promise<RunResult> {
    const total = { archived: 0, cancelled: 0 };
    let after: string | null = null;
    do {
      const bite: Awaited<ReturnType<OwnerlessOrganizationsService['settleSome']>> = await commit(() =>
        this.ownerless.settleSome(after),
      );
      total.archived += bite.archived;
      total.cancelled += bite.cancelled;
      after = bite.last;
    } while (after !== null && !signal.aborted);
    return total;
  }
}
