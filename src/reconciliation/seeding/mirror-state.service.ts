import { Injectable } from '@nestjs/common';
import type { MirrorState } from '#auth';
import { UnitOfWork } from '#libs/database';
import { RECONCILIATION } from '../reconciliation.scope.js';
import { MirrorStateStore } from './mirror-state.store.js';

/** So many milliseconds the answer "not yet" is remembered; the other one holds for good. */
const NOT_YET_MS = 500;

/** Knows whether everything at Clerk has been mirrored once. Costs nothing from then on. */
@Injectable()
export class MirrorStateService implements MirrorState {
  private isKnownSeeded = false;
  private askedAt = -Infinity;
  private asking: Promise<boolean> | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly states: MirrorStateStore,
  ) {}

  async isSeeded(): Promise<boolean> {
    if (this.isKnownSeeded) return true;
    if (this.asking === undefined && performance.now() - this.askedAt < NOT_YET_MS) return false;
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async ask(): Promise<boolean> {
    this.isKnownSeeded = (await this.unitOfWork.run(RECONCILIATION, () => this.states.seededAt())) !== null;
    // A look that failed says nothing, and is not remembered.
    this.askedAt = performance.now();
    return this.isKnownSeeded;
  }
}
