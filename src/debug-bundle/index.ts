/**
 * What somebody who mends the service from afar has to see, in one archive: settings by fingerprint, what the doctor finds,
 * counts and kinds of faults. It holds no secret and nothing about anybody, so that it can be handed on.
 */
export { makeDebugBundle } from './make-debug-bundle.js';
