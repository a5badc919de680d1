import { type AuditAction, modules } from '../modules.js';

export type { AuditAction } from '../modules.js';

/** Everything that is written down, by name: `<thing>.<what happened>`, from the manifests of the modules. */
export const auditActions = modules.flatMap((module) => module.auditActions ?? []) as readonly AuditAction[];
