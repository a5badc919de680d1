/** Tokens that open one request each while nobody can sign in. Whoever holds the private key makes them, away from the service. */
export {
  type BreakGlassClaims,
  type BreakGlassFault,
  faultOfReason,
  looksLikeBreakGlassToken,
  MAX_LIFETIME_SECONDS,
  readBreakGlassToken,
  signBreakGlassToken,
} from './break-glass-token.js';
