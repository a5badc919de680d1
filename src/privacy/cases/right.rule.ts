import type { Law, RequestKind } from '../deadline/deadline.rule.js';

const RIGHTS: Readonly<Record<Law, Readonly<Record<RequestKind, string>>>> = {
  gdpr: {
    access: 'access (Art. 15, 20 GDPR)',
    erasure: 'erasure (Art. 17 GDPR)',
    correction: 'rectification (Art. 16 GDPR)',
    objection: 'objection (Art. 21 GDPR)',
  },
  ccpa: {
    access: 'know (Cal. Civ. Code § 1798.110)',
    erasure: 'delete (Cal. Civ. Code § 1798.105)',
    correction: 'correct (Cal. Civ. Code § 1798.106)',
    objection: 'opt out (Cal. Civ. Code § 1798.120)',
  },
};

/** What a law calls a kind of request, with the article that grants it. */
export function rightOf(law: Law, kind: RequestKind): string {
  return RIGHTS[law][kind];
}
