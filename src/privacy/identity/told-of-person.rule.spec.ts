import { describe, expect, it } from 'vitest';
import { mirroredEmail } from '#libs/email';
import { toldOfPerson } from './told-of-person.rule.js';

describe('what Clerk’s record says of a person', () => {
  it('has each address in the form in which it is stored here', () => {
    const written = [
      'Ines@Bücher.example',
      ' ina@BU\u0308CHER.example',
      'Pia@plain.example',
      'ed@127.1',
      'no@',
    ];
    const { addresses } = toldOfPerson({
      email_addresses: written.map((email_address) => ({ email_address })),
    });
    expect(addresses).toEqual(written.map(mirroredEmail));
    expect(addresses.slice(0, 2)).toEqual(['ines@xn--bcher-kva.example', 'ina@xn--bcher-kva.example']);
  });
});
