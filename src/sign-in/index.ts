/**
 * How people must sign in before their rights count, per organization and for the staff of the platform.
 *
 * Owns `sign_in_policies`. Invariants: a policy only takes rights away; it is read anew for every request, by the guard's
 * own look-up (`src/auth/sign-in-policy.rule.ts` judges it); nobody sets one that refuses themselves.
 */
export { type PolicyInForce, SignInPoliciesService } from './sign-in-policies.service.js';
