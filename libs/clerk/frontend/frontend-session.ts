import { ClerkSchemaError } from '../clerk-errors.js';
import { FieldReader } from '../field-reader.js';

/** A session that a sign-in or a sign-up opened. */
export interface FrontendSession {
  readonly id: string;
  readonly userId: string;
}

/** The session of a client, with the person whose it is. */
export function sessionIn(client: FieldReader, sessionId: string): FrontendSession {
  const sessions = client.list('sessions', (value) => new FieldReader(value, 'session'));
  const session = sessions.find((each) => each.text('id') === sessionId);
  if (session === undefined) throw new ClerkSchemaError('the client lacks the session that was opened');
  return { id: sessionId, userId: session.object('user').id('id', 'user_') };
}
