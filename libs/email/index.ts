/** E-mail addresses in one form, wherever they come from. */
export { canonicalEmail } from './canonical-email.js';
export { mirroredEmail } from './mirrored-email.js';
