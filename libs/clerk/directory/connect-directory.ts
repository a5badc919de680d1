import { type ClerkApiSettings, ClerkTransport } from '../clerk-transport.js';
import { ClerkDirectory } from './clerk-directory.js';

/** The directory of an instance. */
export function connectDirectory(settings: ClerkApiSettings): ClerkDirectory {
  return new ClerkDirectory(new ClerkTransport(settings));
}
