/**
 * Access of owners of the platform while Clerk is out: which tokens were used, and who is told.
 *
 * Owns `break_glass_uses`. Invariant: a token is used once, whichever replica it is sent to, and the use, its audit row and
 * its alarm are one transaction, which is over before the request is answered. Whether a token opens a request is decided by
 * the guard (`#auth`).
 */
export { BreakGlassModule } from './break-glass.module.js';
export { BreakGlassUsesService } from './break-glass-uses.service.js';
