/** Who acts when this module does by itself; so the audit log names it. */
export const PRIVACY_ACTOR = { kind: 'system', name: 'privacy' } as const;
