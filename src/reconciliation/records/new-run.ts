import type { Actor } from '#auth';
import { newId } from '#libs/database';
import type { Mode } from '../kinds.js';
import type { Reconciliation } from './reconciliation.entity.js';

/** The row of a comparison that has not begun. */
export function newRun(mode: Mode, actor: Actor, now: Date): Reconciliation {
  return {
    id: newId(),
    mode,
    status: 'planning',
    progress: {},
    hash: null,
    drift: null,
    counts: {},
    reasons: [],
    error: null,
    requestedBy: actor.kind === 'user' ? actor.userId : null,
    appliedBy: null,
    forced: false,
    seeds: false,
    startedAt: now,
    plannedAt: null,
    applyStartedAt: null,
    finishedAt: null,
  };
}
