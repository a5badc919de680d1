import { expect, it } from 'vitest';
import { claimsOf, type FrontendVisitors, PASSWORD } from './frontend-visitors.js';

/** Who is signed in proves again that it is them. */
export function reverificationCases(started: () => FrontendVisitors): void {
  it('proves a person again for a sensitive step', async () => {
    const visitors = started();
    const { tab, sessionId } = await visitors.signedIn();
    visitors.clerk.control.advanceClock(1_200);
    const age = async (): Promise<number[]> => {
      const { body } = await tab.post(`/client/sessions/${sessionId}/tokens`);
      return claimsOf(body.jwt).fva;
    };
    expect(await age()).toEqual([20, -1]);
    const path = `/client/sessions/${sessionId}/verify`;
    expect((await tab.post(path, { level: 'first_factor' })).body.response.status).toBe('needs_first_factor');
    const wrong = await tab.post(`${path}/attempt_first_factor`, { strategy: 'password', password: 'wrong' });
    expect(wrong.status).toBe(422);
    const right = await tab.post(`${path}/attempt_first_factor`, {
      strategy: 'password',
      password: PASSWORD,
    });
    expect(right.body.response.status).toBe('complete');
    expect(await age()).toEqual([0, -1]);
  });

  it('proves a person again by a code by mail, once it was sent', async () => {
    const visitors = started();
    const { tab, sessionId } = await visitors.signedIn();
    const verify = `/client/sessions/${sessionId}/verify`;
    const code = { strategy: 'email_code', code: '424242' };
    visitors.clerk.control.advanceClock(600);
    await tab.post(verify, { level: 'first_factor' });
    expect((await tab.post(`${verify}/attempt_first_factor`, code)).status).toBe(400);
    const prepared = await tab.post(`${verify}/prepare_first_factor`, { strategy: 'email_code' });
    expect(prepared.body.response).toMatchObject({ status: 'needs_first_factor' });
    const wrong = await tab.post(`${verify}/attempt_first_factor`, { ...code, code: '000000' });
    expect(wrong.body.errors[0].code).toBe('form_code_incorrect');
    expect((await tab.post(`${verify}/attempt_first_factor`, code)).body.response.status).toBe('complete');
    expect((await tab.post(`${verify}/attempt_first_factor`, code)).status).toBe(400);
    const { body } = await tab.post(`/client/sessions/${sessionId}/tokens`);
    const claims = claimsOf(body.jwt);
    expect(claims.fva[0]).toBe(0);
  });
}
