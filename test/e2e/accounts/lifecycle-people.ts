import { ImportRunService, InvitesService } from '#accounts';
import { totpCode } from '@tenantry/clerk-emulator';
import { whenServed } from '../../support/when-served.js';
import { digestOf } from './accounts-world.js';
import type { AuthAnswer, AuthBrowser, SignInWorld } from './sign-in-world.js';

export const PASSWORD = 'correct horse battery staple';
const ACTOR = { kind: 'system', name: 'accounts' } as const;
const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** Events that happen to users of Clerk only: who is to come over still has one there by another way. */
export const OF_USERS = ['session revoked', 'banned', 'erased', 'exported'];

/** Somebody of one row to whom one event happens. */
export interface LifecyclePerson {
  readonly row: string;
  readonly account: string;
  readonly event: string;
  readonly email: string;
  readonly legacyId: string;
  readonly browser: AuthBrowser;
  readonly hasFactor: boolean;
  totpSecret: string;
  /** Ours; null until there is a user. */
  userId: string | null;
  /** Whether the browser waits for the second factor still. */
  isPending: boolean;
  /** What they sign in with from now on. */
  password: string;
}

/** Status and code of an answer, as the legend writes it. */
export function wordsOf({ status, body }: AuthAnswer): string {
  const code = body['code'] ?? body['status'] ?? (body['sessionId'] === undefined ? '' : 'complete');
  return `${status} ${code as string}`;
}

/** The same browser: the second factor where it is awaited, and the next token of the session otherwise. */
export async function goOn(person: LifecyclePerson): Promise<AuthAnswer> {
  if (!person.isPending) return served(() => person.browser.post('session/refresh'));
  const answer = await prove(person, person.browser);
  person.isPending = answer.status !== 200;
  return answer;
}

/** Another browser, with the password, and the second factor where it is asked for. */
export async function signInAnew(
  world: SignInWorld,
  person: LifecyclePerson,
  password: string,
): Promise<AuthAnswer> {
  const browser = world.browser();
  const answer = await served(() => browser.signIn(person.email, password));
  return answer.body['status'] === 'needs_second_factor' ? prove(person, browser) : answer;
}

function served(ask: () => Promise<AuthAnswer>): Promise<AuthAnswer> {
  return whenServed(ask, ({ body }) => body['code'] === 'unavailable');
}

/** Everybody of the table, each as the row has them. @returns in the order of the rows, event by event */
export async function bringUp(
  world: SignInWorld,
  {
    accounts,
    states,
    events,
  }: { accounts: readonly string[]; states: readonly string[]; events: readonly string[] },
): Promise<LifecyclePerson[]> {
  const digest = await digestOf(PASSWORD);
  const everybody = events.flatMap((event) =>
    accounts.flatMap((account) => states.map((state) => newPerson(world, account, state, event))),
  );
  const those = (account: string) => everybody.filter((each) => each.account === account);
  const load = (people: readonly LifecyclePerson[]) =>
    world.load(
      people.map(({ legacyId, email, hasFactor }) => ({
        id: legacyId,
        email,
        digest,
        ...(hasFactor && { totpSecret: TOTP_SECRET }),
      })),
    );
  await load(those('imported'));
  await world.app
    .get(ImportRunService, { strict: false })
    .run(
      { limit: undefined, rate: undefined, canary: null, withoutCanary: true, bypassClientTrust: false },
      ACTOR,
    );
  await Promise.all(those('imported').map(begin));
  await load([...those('lazily moved'), ...those('old account')]);
  await Promise.all(those('lazily moved').map(begin));
  await signUp(world, those('signed up'));
  for (const { email, hasFactor, event } of those('old account'))
    if (OF_USERS.includes(event))
      await world.createAtClerk(email, PASSWORD, hasFactor ? { totp_secret: TOTP_SECRET } : {});
  await world.settled();
  for (const person of everybody) person.userId = await userIdOf(world, person.email);
  return everybody;
}

function newPerson(world: SignInWorld, account: string, state: string, event: string): LifecyclePerson {
  const name = `${account}-${state}-${event}`.toLowerCase().replaceAll(' ', '-');
  const hasFactor = state === 'second factor pending';
  return {
    row: `${account}, ${state}`,
    account,
    event,
    email: `${name}@made-up.test`,
    legacyId: `legacy-${name}`,
    browser: world.browser(),
    hasFactor,
    totpSecret: TOTP_SECRET,
    userId: null,
    isPending: hasFactor && account !== 'old account',
    password: PASSWORD,
  };
}

/** The first step of a sign-in in the person's browser. */
async function begin({ browser, email, isPending }: LifecyclePerson): Promise<void> {
  const { body } = await served(() => browser.signIn(email, PASSWORD));
  const wanted = isPending ? 'needs_second_factor' : 'complete';
  if (body['status'] !== wanted) throw new Error(`${email}: ${JSON.stringify(body)}, not ${wanted}`);
}

async function signUp(world: SignInWorld, people: readonly LifecyclePerson[]): Promise<void> {
  const invites = world.app.get(InvitesService, { strict: false });
  const { code } = await invites.create({ uses: people.length, days: 1 }, ACTOR);
  await Promise.all(
    people.map(async (person) => {
      const first = person.hasFactor ? world.browser() : person.browser;
      await served(() =>
        first.post('sign-up', { inviteCode: code, emailAddress: person.email, password: PASSWORD }),
      );
      const done = await served(() => first.post('verify-email', { code: '424242' }));
      if (done.body['status'] !== 'complete') throw new Error(JSON.stringify(done.body));
      if (!person.hasFactor) return;
      person.totpSecret = String((await first.post('totp', {})).body['secret']);
      await first.post('totp', { code: totpCode(person.totpSecret, Date.now()) });
      await first.post('sign-out');
      await begin(person);
    }),
  );
}

function prove({ totpSecret }: LifecyclePerson, browser: AuthBrowser): Promise<AuthAnswer> {
  return served(() =>
    browser.post('second-factor', { strategy: 'totp', code: totpCode(totpSecret, Date.now()) }),
  );
}

async function userIdOf(world: SignInWorld, email: string): Promise<string | null> {
  const [row] = await world.database.query<{ id: string }>(
    'select user_id as id from user_email_addresses where email_address = $1',
    [email],
  );
  return row?.id ?? null;
}
