/** Where the local Clerk is; unset with Clerk itself. */
const url = process.env.LOCAL_CLERK_URL;

export const isLocalClerk = url !== undefined;

/** A session at the local Clerk: its id, and the secret by which a browser proves that it is theirs. */
export interface LocalSession {
  readonly id: string;
  readonly client: string;
}

/** A refusal of the Frontend API, with the sentence that Clerk shows to people. */
export class SignInRefused extends Error {}

/** Signs somebody in with the code that came by e-mail, in the three requests that Clerk's script sends. */
export async function signIn(email: string, code: string): Promise<LocalSession> {
  const begun = await call('client/sign_ins', { identifier: email });
  const attempt = `client/sign_ins/${begun.response.id}`;
  const client = begun.client;
  await call(`${attempt}/prepare_first_factor`, { strategy: 'email_code' }, client);
  const done = await call(`${attempt}/attempt_first_factor`, { strategy: 'email_code', code }, client);
  if (done.response.created_session_id === null) throw new SignInRefused('A second factor is needed.');
  // A sign-in gives the client another token.
  return { id: done.response.created_session_id, client: done.client };
}

/** A token for a minute and for pages of this origin, or null when the session has ended. */
export async function tokenOf(session: LocalSession, origin: string): Promise<string | null> {
  const answer = await post(`client/sessions/${session.id}/tokens`, {}, session.client, origin);
  if (!answer.ok) return null;
  const { jwt } = (await answer.json()) as { jwt: string };
  return jwt;
}

export async function endSession(session: LocalSession): Promise<void> {
  await post(`client/sessions/${session.id}/end`, {}, session.client);
}

interface SignInAttempt {
  readonly response: { readonly id: string; readonly created_session_id: string | null };
  readonly client: string;
}

async function call(path: string, fields: Record<string, string>, client?: string): Promise<SignInAttempt> {
  const answer = await post(path, fields, client);
  const body = (await answer.json()) as {
    response: SignInAttempt['response'];
    errors?: { message: string; long_message: string }[];
  };
  if (!answer.ok) throw new SignInRefused(body.errors?.[0]?.long_message ?? 'That did not work.');
  const cookie = /__client=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1];
  return { response: body.response, client: cookie ?? client ?? '' };
}

function post(path: string, fields: Record<string, string>, client?: string, origin?: string) {
  return fetch(`${url}/v1/${path}`, {
    method: 'POST',
    headers: {
      ...(client !== undefined && { cookie: `__client=${client}` }),
      ...(origin !== undefined && { origin }),
    },
    body: new URLSearchParams(fields),
    cache: 'no-store',
  });
}
