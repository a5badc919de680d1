import { Injectable } from '@nestjs/common';
import type { PlatformScope } from '#libs/database';
import { UnitOfWork } from '#libs/database';
import { AuditChainState } from '../chain/audit-chain-state.entity.js';
import { AuditCheckpoint } from '../chain/audit-checkpoint.entity.js';
import { AuditHead } from '../chain/audit-head.js';
import { AuditSearchStore } from './audit-search.store.js';

/** How far the log is sealed and signed, and whether the nightly check ever found it changed. */
export interface AuditChainStatus {
  readonly state: AuditChainState;
  /** The last that was signed; null before the first. */
  readonly checkpoint: AuditCheckpoint | null;
  /** ISO 8601; null where no check has found anything. */
  readonly changeFoundAt: string | null;
}

const ANY = {
  actor: null,
  target: null,
  property: null,
  organization: null,
  outcome: null,
  from: null,
  to: null,
} as const;

/** What the service itself says of its chain; whoever does not believe it exports the log and verifies that. */
@Injectable()
export class AuditChainStatusService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly head: AuditHead,
    private readonly rows: AuditSearchStore,
  ) {}

  async read(scope: PlatformScope): Promise<AuditChainStatus> {
    return this.unitOfWork.run(scope, async () => {
      const state = await this.head.state();
      const checkpoints = this.unitOfWork.manager().getRepository(AuditCheckpoint);
      const [checkpoint = null] = await checkpoints.find({ order: { sequence: 'DESC' }, take: 1 });
      const [change] = await this.rows.search(scope, { ...ANY, action: 'audit.change_found' }, null, 1);
      return { state, checkpoint, changeFoundAt: change?.occurred_at ?? null };
    });
  }
}
