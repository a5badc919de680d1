/**
 * A log that cannot be changed unseen: canonical bytes, a hash chain over them, signed checkpoints and their check.
 *
 * Pure functions over Node's crypto; no database, no domain. Formats: JSON in RFC 8785 form, Merkle tree of RFC 6962,
 * checkpoints and signatures in the C2SP forms `tlog-checkpoint` and `signed-note`.
 */
export { genesisHash, rowHash, type SealedRow } from './chain-hash.js';
export {
  ChainVerifier,
  type ChainProblem,
  type ChainReport,
  type ChainVerifierOptions,
} from './chain-verifier.js';
export {
  type Checkpoint,
  frontierOf,
  openCheckpoint,
  openCheckpoints,
  originOf,
  signCheckpoint,
} from './checkpoint.js';
export { parseExactJson } from './exact-json.js';
export { MerkleFrontier } from './merkle-frontier.js';
export { publicKeyId, publicKeyOf, signDocument, verifyDocument } from './signed-document.js';
export type { SignedDocument } from './signed-document.js';
