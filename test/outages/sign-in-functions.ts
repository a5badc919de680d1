import { setTimeout as sleep } from 'node:timers/promises';
import { totpCode } from '@tenantry/clerk-emulator';
import type { AuthAnswer } from '../e2e/accounts/sign-in-world.js';
import type { Answer, OutageFunction, Scene } from './outage-request.js';
import { browserAt, PASSWORD, SIGNER, type SignInsOfFault, TOTP_SECRET } from './outage-sign-ins.js';

/** Longer than any deadline of the service. */
const NO_ANSWER_MS = 30_000;

const signInsOf = ({ world, fault }: Scene): SignInsOfFault => world.signIns.get(fault)!;
const newBrowser = ({ world, fault }: Scene) =>
  browserAt(world.url, [...world.signIns.keys()].indexOf(fault));

async function answered(ask: () => Promise<AuthAnswer>): Promise<Answer> {
  const started = performance.now();
  const told = (status: number, rest: Partial<Answer> = {}): Answer => ({
    status,
    code: undefined,
    retryAfter: null,
    body: undefined,
    ...rest,
    ms: performance.now() - started,
  });
  const late = new Promise<null>((resolve) => {
    setTimeout(resolve, NO_ANSWER_MS, null).unref();
  });
  try {
    const answer = await Promise.race([ask(), late]);
    if (answer === null) return told(0);
    const retryAfter = answer.headers.get('retry-after');
    return told(answer.status, {
      code: answer.body['code'] as string | undefined,
      retryAfter: retryAfter === null ? null : Number(retryAfter),
      body: answer.body,
    });
  } catch {
    return told(0);
  }
}

const tried = new WeakSet<Scene>();

/** What mails a code is counted: the next try comes when `Retry-After` says so. */
async function askAgain(scene: Scene, ask: () => Promise<AuthAnswer>): Promise<Answer> {
  if (tried.has(scene)) await sleep(2_500);
  tried.add(scene);
  return answered(ask);
}

/** What is asked of the sign-in routes, by the name of its row. */
export const SIGN_IN_FUNCTIONS: Readonly<Record<string, OutageFunction>> = {
  'signing in, at Clerk already': {
    ask: (scene) => answered(() => newBrowser(scene).signIn(SIGNER, PASSWORD)),
  },
  'signing in by an old password, for the first time': {
    ask: (scene) => answered(() => newBrowser(scene).signIn(signInsOf(scene).oldEmail, PASSWORD)),
    // Once, whatever was lost on the way.
    isDone: (scene) =>
      scene.world.clerk.control
        .state()
        .users.filter((each) => JSON.stringify(each['email_addresses']).includes(signInsOf(scene).oldEmail))
        .length === 1,
  },
  'the code of a second factor': {
    ask: (scene) =>
      answered(() =>
        signInsOf(scene).waits.post('second-factor', {
          strategy: 'totp',
          code: totpCode(TOTP_SECRET, Date.now()),
        }),
      ),
  },
  'second factors, listed': { ask: (scene) => answered(() => signInsOf(scene).stays.get('factors')) },
  'a sign-up, and the code mailed': {
    ask: (scene) =>
      askAgain(scene, () =>
        newBrowser(scene).post('sign-up', {
          inviteCode: signInsOf(scene).inviteCode,
          emailAddress: `new-${scene.key}@outage.test`,
          password: PASSWORD,
        }),
      ),
  },
  'a password reset, and the code mailed': {
    ask: (scene) =>
      askAgain(scene, () =>
        newBrowser(scene).post('password-reset', { emailAddress: signInsOf(scene).waitsEmail }),
      ),
  },
  'the next token of a session': {
    ask: (scene) => answered(() => signInsOf(scene).stays.post('session/refresh')),
  },
  'signing out': {
    ask: (scene) => answered(() => signInsOf(scene).leaves.post('sign-out')),
    isDone: (scene) => {
      const sessions = scene.world.clerk.control.state().sessions as unknown as {
        id: string;
        status: string;
      }[];
      return sessions.some(({ id, status }) => id === signInsOf(scene).leavesSession && status === 'removed');
    },
  },
};
