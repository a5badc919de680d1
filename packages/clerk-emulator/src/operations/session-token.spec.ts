import { describe, expect, it } from 'vitest';
import { parsePermissions } from '@clerk/shared/jwtPayloadParser';
import fc from 'fast-check';
import { encodePermissions } from './session-token.js';

describe('permissions of a session token', () => {
  it('come back from the SDK’s decoder as they went in', () => {
    const key = fc
      .tuple(fc.constantFrom('rooms', 'reports', 'staff'), fc.stringMatching(/^[a-z]{1,3}$/))
      .map(([feature, action]) => `org:${feature}:${action}`);
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 80 }), (keys) => {
        const { features, actions, masks } = encodePermissions(keys);
        const decoded = parsePermissions({ per: actions.join(','), fpm: masks.join(',') });
        expect(decoded.permissions).toEqual(actions.length > 0 ? actions : []);
        const back = features.flatMap((feature, index) =>
          actions
            .filter((_, bit) => (BigInt(masks[index] ?? 0) >> BigInt(bit)) & 1n)
            .map((action) => `org:${feature}:${action}`),
        );
        expect(back.sort()).toEqual([...keys].sort());
      }),
    );
  });
});
