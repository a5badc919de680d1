import type { EmulatorClock } from '../state/emulator-clock.js';
import { ClerkError } from './clerk-error.js';

/** Whose limits hold: Clerk documents them for production and development instances. */
export type RateLimitProfile = 'production' | 'development' | 'off';

interface Rule {
  name: string;
  methods: readonly string[];
  /** Its capture groups tell apart what is counted on its own, such as one user. */
  path: RegExp;
  limit: number;
  windowMs: number;
  perAddress?: boolean;
}

const TEN_SECONDS = 10_000;
const HOUR = 3_600_000;
const INSTANCE_LIMIT = { production: 1000, development: 100 };
const METADATA_METHODS = ['PATCH', 'PUT'];
const PROFILE = { limit: 10, windowMs: TEN_SECONDS };

/** Clerk's documented limits besides the one for the whole Backend API. */
const RULES: readonly Rule[] = [
  { name: 'invitations', methods: ['POST'], path: /^\/v1\/invitations$/, limit: 100, windowMs: HOUR },
  {
    name: 'invitations-bulk',
    methods: ['POST'],
    path: /^\/v1\/invitations\/bulk$/,
    limit: 25,
    windowMs: HOUR,
  },
  {
    name: 'organization-invitations',
    methods: ['POST'],
    path: /^\/v1\/organizations\/([^/]+)\/invitations$/,
    limit: 250,
    windowMs: HOUR,
  },
  {
    name: 'organization-invitations-bulk',
    methods: ['POST'],
    path: /^\/v1\/organizations\/([^/]+)\/invitations\/bulk$/,
    limit: 50,
    windowMs: HOUR,
  },
  { name: 'user', methods: METADATA_METHODS, path: /^\/v1\/users\/([^/]+)(?:\/metadata)?$/, ...PROFILE },
  {
    name: 'organization',
    methods: METADATA_METHODS,
    path: /^\/v1\/organizations\/([^/]+)(?:\/metadata)?$/,
    ...PROFILE,
  },
  {
    name: 'membership',
    methods: ['PATCH'],
    path: /^\/v1\/organizations\/([^/]+)\/memberships\/([^/]+)(?:\/metadata)?$/,
    ...PROFILE,
  },
  {
    name: 'sign-in',
    methods: ['POST'],
    path: /^\/v1\/client\/sign_(?:ins|ups)$/,
    limit: 5,
    windowMs: TEN_SECONDS,
    perAddress: true,
  },
  {
    name: 'attempt',
    methods: ['POST'],
    path: /^\/v1\/client\/sign_(?:ins|ups)\/[^/]+\/attempt_(?:first_factor|second_factor|verification)$/,
    limit: 3,
    windowMs: TEN_SECONDS,
    perAddress: true,
  },
];

/** Counts requests in fixed windows of the emulator's clock. */
export class RateLimits {
  private readonly windows = new Map<string, { endsAt: number; count: number }>();

  constructor(
    private readonly clock: EmulatorClock,
    private readonly profile: RateLimitProfile,
  ) {}

  /** Counts a request to the Backend API. Throws 429 when it is one too many. The JWKS has no limit. */
  countBackendCall(method: string, path: string): void {
    if (this.profile === 'off' || path === '/v1/jwks') return;
    this.count('instance', INSTANCE_LIMIT[this.profile], TEN_SECONDS);
    this.countRules(method, path, '');
  }

  /** Counts a request to the Frontend API by its address. */
  countFrontendCall(method: string, path: string, address: string): void {
    if (this.profile !== 'off') this.countRules(method, path, address);
  }

  private countRules(method: string, path: string, address: string): void {
    for (const rule of RULES) {
      const match = rule.methods.includes(method) ? rule.path.exec(path) : null;
      if (!match) continue;
      const subject = [...match.slice(1), ...(rule.perAddress ? [address] : [])].join(' ');
      this.count(`${rule.name} ${subject}`, rule.limit, rule.windowMs);
    }
  }

  private count(key: string, limit: number, windowMs: number): void {
    const now = this.clock.now();
    let window = this.windows.get(key);
    if (!window || window.endsAt <= now) {
      window = { endsAt: now + windowMs, count: 0 };
      this.windows.set(key, window);
      this.forgetEnded(now);
    }
    window.count += 1;
    if (window.count <= limit) return;
    const seconds = Math.max(1, Math.ceil((window.endsAt - now) / 1000));
    throw new ClerkError(
      429,
      {
        message: 'Too many requests',
        long_message: 'Too many requests. Please try again in a bit.',
        code: 'too_many_requests',
        meta: { resets_in: seconds },
      },
      { 'retry-after': String(seconds) },
    );
  }

  /** Keeps the map small when many objects were touched once. */
  private forgetEnded(now: number): void {
    if (this.windows.size < 10_000) return;
    for (const [key, { endsAt }] of this.windows) if (endsAt <= now) this.windows.delete(key);
  }
}
