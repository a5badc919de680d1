import { describe, expect, it } from 'vitest';
import { activities, registry } from '../registry/registry.js';
import { dataMapPage } from './data-map-page.js';
import { dataMapOf } from './data-map.js';

const stated = {
  controller: 'Harbour <Hotels> GmbH, Vienna',
  contact: 'privacy@harbour.test',
  dataProtectionOfficer: 'Dr. D. Po',
  hosting: 'Cloud GmbH, Germany',
  transferSafeguards: 'Standard contractual clauses of 2021',
  timeZone: 'UTC',
};
const unstated = {
  controller: undefined,
  contact: undefined,
  dataProtectionOfficer: undefined,
  hosting: undefined,
  transferSafeguards: undefined,
  timeZone: 'UTC',
};
const now = new Date('2026-11-21T10:00:00Z');
const personal = registry.filter((table) => Object.keys(table.personal).length > 0);

describe('the record of processing', () => {
  it('has an activity for every module with personal columns, and none without', () => {
    expect(new Set(activities.map(({ module }) => module))).toEqual(
      new Set(personal.map(({ module }) => module)),
    );
  });

  it('names every personal column under its activity', () => {
    const record = dataMapOf(registry, { privacy: stated, auditPush: undefined }, now);
    const told = record.activities.flatMap(({ categories }) => categories.flatMap(({ columns }) => columns));
    const declared = personal.flatMap(({ table, personal: columns }) =>
      Object.keys(columns).map((column) => `${table.replace('public.', '')}.${column}`),
    );
    expect(told.toSorted()).toEqual(declared.toSorted());
  });

  it('takes a new column and a new table up by itself', () => {
    const diary = {
      ...personal[0]!,
      table: 'public.diaries',
      module: 'users',
      purpose: 'To remember',
      personal: { text: 'content' as const },
    };
    const page = dataMapPage(dataMapOf([...registry, diary], { privacy: stated, auditPush: undefined }, now));
    expect(page).toContain('diaries.text');
    expect(page).toContain('To remember');
  });

  it('says for every retention with a time what makes it true, and for no other', () => {
    const timed = registry.filter(({ retention }) => /\d|one day/.test(retention));
    expect(timed.map(({ table }) => table).toSorted()).toEqual(
      registry.flatMap(({ table, enforcedBy }) => (enforcedBy === undefined ? [] : [table])).toSorted(),
    );
  });

  it('tells what is not stated, and all that is', () => {
    const empty = dataMapOf(registry, { privacy: unstated, auditPush: undefined }, now);
    expect(empty.missing).toEqual([
      'PRIVACY_CONTROLLER',
      'PRIVACY_CONTACT',
      'PRIVACY_HOSTING',
      'PRIVACY_TRANSFERS',
    ]);
    expect(dataMapPage(empty)).toContain('Not complete yet');
    const auditPush = { url: 'https://siem.example/in?x=1', secret: 'whsec_c4n4ry' };
    const full = dataMapOf(registry, { privacy: stated, auditPush }, now);
    expect(full.missing).toEqual([]);
    const page = dataMapPage(full);
    expect(page).not.toContain('Not complete yet');
    expect(page).toContain('Harbour &lt;Hotels&gt; GmbH, Vienna');
    for (const text of ['Dr. D. Po', 'Standard contractual clauses of 2021', 'siem.example'])
      expect(page).toContain(text);
    expect(page + JSON.stringify(full)).not.toContain('c4n4ry');
  });

  it('has a part for each point of Art. 30(1)', () => {
    const page = dataMapPage(dataMapOf(registry, { privacy: stated, auditPush: undefined }, now));
    for (const point of ['(a)', '(b)', '(c)', '(d)', '(e)', '(f)', '(g)']) expect(page).toContain(point);
  });
});
