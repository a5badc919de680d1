import { describe, expect, it } from 'vitest';
import { knowStatement, nameOfStatement } from './statement-name.js';

describe('the name of a statement', () => {
  it.each([
    ['insert into users (id, email_address) values ($1, $2)', 'insert users'],
    ['INSERT INTO "jobs"."job" ("id") VALUES ($1)', 'insert jobs.job'],
    ['update memberships set role = $1 where id = $2', 'update memberships'],
    ['with gone as (delete from grants where id = $1 returning id) select id from gone', 'delete grants'],
    ['SELECT "User"."id" FROM "users" "User" WHERE "User"."id" = $1', 'select users'],
    ['select app.access_lookup($1, $2)', 'select'],
    ["select 1 where 'delete from mark@harbour.test' = $1", 'select'],
    ['select id from invitations where id = $1 for update skip locked', 'select invitations'],
    ['select id from users for no key update', 'select users'],
    ['savepoint s1', 'savepoint'],
    ['', 'statement'],
  ])('%j is called %j', (text, name) => {
    expect(nameOfStatement(text)).toBe(name);
  });

  it('is the one that it was given', () => {
    knowStatement('select name from properties where id = $1', 'property by id');
    expect(nameOfStatement('select name from properties where id = $1')).toBe('property by id');
  });
});
