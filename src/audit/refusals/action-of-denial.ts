import { type Denial, isSignInFault } from '#auth';
import type { AuditAction } from '../audit-actions.js';

/** A person whose sign-in a policy refused lacks no right: their rows can be told from the others. A key has no sign-in. */
export function actionOfDenial({ actor, code }: Pick<Denial, 'actor' | 'code'>): AuditAction {
  return actor.kind === 'user' && isSignInFault(code) ? 'sign_in.refused' : 'access.denied';
}
