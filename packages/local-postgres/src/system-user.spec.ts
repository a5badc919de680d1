import { describe, expect, it } from 'vitest';
import { chooseSystemUser, OWN_SYSTEM_USER, type SystemUser } from './system-user.js';

/** A machine with these accounts; `canCreate` says whether new ones can be made. */
function machine(accounts: Record<string, SystemUser>, canCreate: boolean) {
  const created: string[] = [];
  return {
    created,
    find: (name: string) => accounts[name],
    create: (name: string) => {
      created.push(name);
      if (canCreate) accounts[name] = { uid: 990, gid: 990 };
    },
  };
}

describe('the account for PostgreSQL when started as root', () => {
  const postgres = { uid: 101, gid: 104 };
  const nobody = { uid: 65534, gid: 65534 };

  it('is postgres where there is one, and nothing is made', () => {
    const here = machine({ postgres, nobody }, true);
    expect(chooseSystemUser(['postgres'], here)).toEqual(postgres);
    expect(here.created).toEqual([]);
  });

  it('is made under our own name where there is none, and found again next time', () => {
    const here = machine({ nobody }, true);
    expect(chooseSystemUser(['postgres'], here)).toEqual({ uid: 990, gid: 990 });
    expect(chooseSystemUser(['postgres'], here)).toEqual({ uid: 990, gid: 990 });
    expect(here.created).toEqual([OWN_SYSTEM_USER]);
  });

  it('is nobody where no account can be made', () => {
    expect(chooseSystemUser(['postgres'], machine({ nobody }, false))).toEqual(nobody);
  });

  it('is never root under another name', () => {
    expect(chooseSystemUser(['postgres'], machine({ postgres: { uid: 0, gid: 0 }, nobody }, false))).toEqual(
      nobody,
    );
  });

  it('is asked for in a sentence on a machine that has none at all', () => {
    expect(() => chooseSystemUser(['postgres'], machine({}, false))).toThrow(/start as an ordinary user/);
  });
});
