/**
 * Signed messages to receivers that somebody else configured. Knows nothing of what is in them.
 *
 * Nothing inside a private network is ever sent to, whatever a name resolves to, and no redirect is followed.
 */
export { isPublicAddress } from './public-address.rule.js';
export { OutboundConnection, type OutboundTarget, postOutbound } from './outbound-connection.js';
export { OutboundError } from './outbound.error.js';
export { type OutboundMessage, signMessage } from './sign-message.js';
