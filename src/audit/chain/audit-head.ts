import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { AuditChainState } from './audit-chain-state.entity.js';

/** Where the chain ends. */
export interface Head {
  /** Rows sealed so far; 0 before the first. */
  readonly sequence: number;
  /** Hex of the last row's hash; empty before the first. */
  readonly hash: string;
}

/** The end of the sealed log, for certificates that want to say when they were made. */
@Injectable()
export class AuditHead {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** In the open transaction, of any scope. */
  async current(): Promise<Head> {
    const { sequence, hash } = await this.state();
    return { sequence: Number(sequence), hash: hash.toString('hex') };
  }

  /** The whole row behind {@link current}. */
  async state(): Promise<AuditChainState> {
    const [state] = await this.unitOfWork.manager().getRepository(AuditChainState).find();
    if (state === undefined) throw new Error('the row of the audit chain is gone');
    return state;
  }
}
