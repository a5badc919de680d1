import { afterAll, beforeAll, describe } from 'vitest';
import { withChromium } from '../../support/chromium.js';
import { complianceCases } from './compliance-cases.js';
import { DrivenConsole } from './driven-console.js';
import { operatorCases, stepUpCases } from './operator-cases.js';
import { ownerCases, ownershipCases } from './owner-cases.js';
import { propertyAdminCases } from './property-admin-cases.js';
import { safetyCases } from './safety-cases.js';
import { sizeCases } from './size-cases.js';

const MINUTES = 60_000;

/** One service and one browser for all, since both take a while to start. */
withChromium(describe)('the console', () => {
  let driven: DrivenConsole;

  beforeAll(async () => {
    driven = await DrivenConsole.start();
  }, 5 * MINUTES);

  afterAll(async () => {
    await (driven as DrivenConsole | undefined)?.close();
  }, MINUTES);

  describe('for who manages a property', () => {
    propertyAdminCases(() => driven);
  });
  describe('for who runs the platform', () => {
    operatorCases(() => driven);
  });
  describe('for who looks after privacy', () => {
    complianceCases(() => driven);
  });
  describe('for who owns an organization', () => {
    ownerCases(() => driven);
  });
  describe('and what it must not do', () => {
    safetyCases(() => driven);
  });
  describe('and what it costs a browser', () => {
    sizeCases(() => driven);
  });
  describe('for who has to prove again who they are', () => {
    stepUpCases(() => driven);
    ownershipCases(() => driven);
  });
});
