import { describe, expect, it } from 'vitest';
import { statusOfSession } from './session-status.rule.js';

const REVOKED = new Date('2026-11-27T12:00:00.400Z');
const SECOND = Date.parse('2026-11-27T12:00:00Z') / 1000;
const at = (milliseconds: number) => new Date(REVOKED.getTime() + milliseconds);

describe('the session of a token, after somebody was signed out', () => {
  const of = (sessionBeganAt: Date | null, issuedAt: number, sessionStatus: string | null = null) =>
    statusOfSession({ sessionStatus, sessionBeganAt, sessionsInvalidBefore: REVOKED }, { issuedAt });

  it('counts when it began later, be it in the same second', () => {
    expect(of(at(1), SECOND)).toBe('good');
    expect(of(at(5_000), SECOND + 5)).toBe('good');
  });

  it('has ended when it began before, however late its token was issued', () => {
    expect(of(at(0), SECOND)).toBe('ended');
    expect(of(at(-60_000), SECOND)).toBe('ended');
    expect(of(at(-60_000), SECOND + 3_600)).toBe('ended');
  });

  it('has ended with a token of an earlier second, whatever is told of the session', () => {
    expect(of(at(1), SECOND - 1)).toBe('ended');
    expect(of(null, SECOND - 1)).toBe('ended');
  });

  it('is in doubt while nothing was told of it', () => {
    expect(of(null, SECOND)).toBe('unknown');
    expect(of(null, SECOND + 60)).toBe('unknown');
  });

  it('has ended once Clerk says so', () => {
    expect(of(at(1), SECOND, 'revoked')).toBe('ended');
    const never = { sessionBeganAt: null, sessionsInvalidBefore: null };
    expect(statusOfSession({ ...never, sessionStatus: 'ended' }, { issuedAt: SECOND })).toBe('ended');
    expect(statusOfSession({ ...never, sessionStatus: null }, { issuedAt: SECOND })).toBe('good');
  });
});
