import type { Explanation, Remedy } from '#libs/authz';
import {
  DerivationResponse,
  type ExplanationResponse,
  NearMissResponse,
  ScopeResponse,
} from './explanation.dto.js';

const SHOWN_GIVERS = 10;

/** An explanation as the API gives it. @param givers who may give a remedy, as far as the caller may know */
export function presentExplanation(
  { allowed, because, remedy, almost }: Explanation,
  givers: (remedy: Remedy) => { ids: readonly string[]; count: number | null },
): ExplanationResponse {
  return {
    allowed,
    blocked: null,
    blockedRemedy: null,
    because: because.map((derivation) => DerivationResponse.from(derivation)),
    remedy: remedy.map((each) => {
      const { ids, count } = givers(each);
      return {
        role: each.role,
        scope: ScopeResponse.from(each.scope),
        mayBeGivenBy: ids.slice(0, SHOWN_GIVERS),
        mayBeGivenByCount: count,
      };
    }),
    joinGroups: [],
    almost: almost.map((miss) => NearMissResponse.from(miss)),
  };
}
