import { type Challenge, type Factor, type Identity, RefusedProof, type VerificationLevel } from './identity';
import { type ApiAnswer, type ApiFactor, LocalFrontendApi } from './local-frontend-api';
import { SignedInState } from './signed-in-state';
import { TokenCache } from './token-cache';

/** In this order they are offered. */
const FIRST: readonly Factor['strategy'][] = ['email_code', 'password'];
const SECOND: readonly Factor['strategy'][] = ['totp', 'phone_code', 'email_code', 'backup_code'];

/** Signs in at the local Clerk, in the requests that Clerk's script would send. */
export class LocalIdentity implements Identity {
  private readonly api: LocalFrontendApi;
  private readonly state = new SignedInState();
  private readonly tokens = new TokenCache(() => this.freshToken());
  private sessionId: string | null = null;

  constructor(frontendApi: string) {
    this.api = new LocalFrontendApi(frontendApi);
  }

  /** Goes on with the session that this browser has, if there is one. */
  async load(): Promise<this> {
    const { response } = await this.api.client().catch(() => ({ response: null }));
    const active = response?.sessions?.filter(({ status }) => status === 'active') ?? [];
    const last = active.find(({ id }) => id === response?.last_active_session_id) ?? active.at(-1);
    this.setSession(last?.id ?? null);
    return this;
  }

  get isSignedIn(): boolean {
    return this.state.isSignedIn;
  }

  readonly subscribe = this.state.subscribe;

  readonly signIn = {
    kind: 'here',
    begin: async (email: string): Promise<Challenge | null> =>
      this.nextOfSignIn(await this.api.post('client/sign_ins', { identifier: email })),
  } as const;

  token(): Promise<string | null> {
    return this.tokens.get();
  }

  async signOut(): Promise<void> {
    const id = this.sessionId;
    this.setSession(null);
    if (id !== null) await this.api.post(`client/sessions/${id}/end`).catch(() => undefined);
  }

  forget(): void {
    this.setSession(null);
  }

  async reverify(level: VerificationLevel): Promise<Challenge | null> {
    return this.nextOfProof(await this.api.post(this.proofPath(), { level }));
  }

  private proofPath(): string {
    return `client/sessions/${this.sessionId ?? ''}/verify`;
  }

  private async freshToken(): Promise<string | null> {
    if (this.sessionId === null) return null;
    const token = await this.api.token(this.sessionId);
    if (token === null) this.setSession(null);
    return token;
  }

  private setSession(id: string | null): void {
    this.sessionId = id;
    this.tokens.clear();
    this.state.set(id !== null);
  }

  private nextOfSignIn(answer: ApiAnswer): Promise<Challenge | null> {
    const { response } = answer;
    if (response?.created_session_id) {
      this.setSession(response.created_session_id);
      return Promise.resolve(null);
    }
    return this.next(answer, `client/sign_ins/${response?.id ?? ''}`, (next) => this.nextOfSignIn(next));
  }

  private nextOfProof(answer: ApiAnswer): Promise<Challenge | null> {
    if (answer.response?.status === 'complete') {
      this.tokens.clear();
      return Promise.resolve(null);
    }
    return this.next(answer, this.proofPath(), (next) => this.nextOfProof(next));
  }

  /** Has a code sent where one is needed, and answers what to ask the person for. */
  private async next(
    { response }: ApiAnswer,
    path: string,
    goOn: (answer: ApiAnswer) => Promise<Challenge | null>,
  ): Promise<Challenge | null> {
    const isFirst = response?.status === 'needs_first_factor';
    const step = isFirst ? 'first_factor' : 'second_factor';
    const factors = (isFirst ? response.supported_first_factors : response?.supported_second_factors) ?? [];
    const known = (isFirst ? FIRST : SECOND).flatMap((strategy) =>
      factors.filter((each) => each.strategy === strategy).map((each) => ({ strategy, ...ids(each) })),
    );
    const [factor] = known;
    if (factor === undefined) throw new RefusedProof('There is no factor that can be asked for here.');
    const { strategy, hint, ...where } = factor;
    if (strategy.endsWith('_code') && strategy !== 'backup_code')
      await this.api.post(`${path}/prepare_${step}`, { strategy, ...where });
    const field = strategy === 'password' ? 'password' : 'code';
    return {
      factor: { strategy, hint },
      send: async (given) =>
        goOn(await this.api.post(`${path}/attempt_${step}`, { strategy, [field]: given })),
    };
  }
}

function ids({ safe_identifier, email_address_id, phone_number_id }: ApiFactor) {
  return {
    hint: safe_identifier ?? null,
    ...(email_address_id !== undefined && { email_address_id }),
    ...(phone_number_id !== undefined && { phone_number_id }),
  };
}
