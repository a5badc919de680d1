/** JSON in one form only, for hashes and signatures. */
export { canonicalJson, canonicalJsonOfInput } from './canonical-json.js';
