import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  ClerkMachineTokens,
  ClerkRefusedError,
  ClerkSchemaError,
  type ClerkMachineToken,
  ClerkUnavailableError,
} from '#libs/clerk';
import { Clock } from '#libs/time';
import { type ClerkTokenKind, Environment } from '#settings';
import { authErrors } from './auth.errors.js';
import { hasShapeOfClerkToken } from './clerk-token-kind.js';

/** What one of Clerk's machine tokens is, as Clerk said a moment ago. */
export interface ClerkCredential extends ClerkMachineToken {
  readonly kind: ClerkTokenKind;
}

interface Answer {
  readonly credential: ClerkCredential | null;
  readonly until: number;
}

/** For so long an answer of Clerk is believed: a token that was revoked there opens something no longer than this. */
const BELIEVED_MS = 30_000;
/** Clerk did not answer, refused our key, or said something that it does not document. */
const DOUBTS = [ClerkUnavailableError, ClerkRefusedError, ClerkSchemaError];
const MAX_ENTRIES = 10_000;

/**
 * Asks Clerk whether a machine token holds, at most once in 30 seconds for each. What it opens is never kept: that is
 * looked up for each request, as for our own keys. Tokens are known by their SHA-256, so that a dump of the memory opens
 * nothing.
 */
@Injectable()
export class ClerkTokenVerifier {
  private readonly answers = new Map<string, Answer>();
  private readonly asked = new Map<string, Promise<ClerkCredential | null>>();

  constructor(
    private readonly environment: Environment,
    private readonly tokens: ClerkMachineTokens,
    private readonly clock: Clock,
  ) {}

  /** Whether tokens of this kind are taken at all. */
  accepts(kind: ClerkTokenKind): boolean {
    return this.environment.clerk.acceptedTokens.includes(kind);
  }

  /**
   * @returns null for a token that does not hold
   * @throws AppError 503 while Clerk cannot be asked: nothing is opened on doubt
   */
  async verify(kind: ClerkTokenKind, token: string): Promise<ClerkCredential | null> {
    if (!hasShapeOfClerkToken(token)) return null;
    const key = hash('sha256', token, 'base64');
    const known = this.answers.get(key);
    const now = this.clock.nowMs();
    if (known !== undefined && known.until > now) return known.credential;
    // Many requests with one token ask once.
    const asking = this.asked.get(key) ?? this.ask(kind, token, key);
    this.asked.set(key, asking);
    try {
      return await asking;
    } finally {
      this.asked.delete(key);
    }
  }

  private async ask(kind: ClerkTokenKind, token: string, key: string): Promise<ClerkCredential | null> {
    try {
      const found = this.forUs(kind, await this.calls[kind](token));
      const credential = found === null ? null : { ...found, kind };
      this.remember(key, credential);
      return credential;
    } catch (error) {
      if (DOUBTS.some((kind) => error instanceof kind)) throw authErrors.tokenInDoubt(error);
      throw error;
    }
  }

  /** Clerk verifies any machine's token of the instance for a secret key; one that is for another service is not for us. */
  private forUs(kind: ClerkTokenKind, token: ClerkMachineToken | null): ClerkMachineToken | null {
    const { machineId } = this.environment.clerk;
    const isForOthers = kind === 'm2m_token' && !token?.scopes.includes(machineId ?? '');
    return isForOthers ? null : token;
  }

  private remember(key: string, credential: ClerkCredential | null): void {
    if (this.answers.size >= MAX_ENTRIES) this.answers.clear();
    const end = credential?.expiresAt?.getTime() ?? Infinity;
    this.answers.set(key, { credential, until: Math.min(end, this.clock.nowMs() + BELIEVED_MS) });
  }

  private readonly calls: Record<ClerkTokenKind, (token: string) => Promise<ClerkMachineToken | null>> = {
    api_key: (token) => this.tokens.verifyApiKey(token),
    m2m_token: (token) => this.tokens.verifyM2mToken(token),
    oauth_token: (token) => this.tokens.verifyOauthToken(token),
  };
}
