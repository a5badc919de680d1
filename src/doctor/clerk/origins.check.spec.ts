import { describe, expect, it } from 'vitest';
import { checkParties } from './origins.check.js';

const live = { allowed: [], domains: ['tenantry.example'], isLive: true };
const test = { allowed: [], domains: [], isLive: false };

describe('an authorized party', () => {
  it.each([
    ['https://tenantry.example', live, 'ok'],
    ['https://app.tenantry.example', live, 'ok'],
    ['https://nottenantry.example', live, 'fail'],
    ['https://tenantry.example.evil.example', live, 'fail'],
    ['https://app.elsewhere.example', { ...live, allowed: ['https://app.elsewhere.example'] }, 'ok'],
    ['http://localhost:3000', live, 'fail'],
    ['http://localhost:3000', test, 'ok'],
    ['https://app.elsewhere.example', test, 'warn'],
    ['https://app.elsewhere.example', { ...test, allowed: ['https://app.tenantry.example'] }, 'fail'],
  ])('%s', (party, places, status) => {
    expect(checkParties([party], places).status).toBe(status);
  });
});
