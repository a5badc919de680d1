import { newId } from '#libs/database';
import { type OutageFunction, send } from './outage-request.js';
import { organizationPath } from './outage-world.js';

/** What nobody may, by the name of its row. */
export const REFUSED_FUNCTIONS: Readonly<Record<string, OutageFunction>> = {
  'a forged token': {
    ask: (scene) => {
      const { jwt } = scene.world.clerk.control.tokens({ email: 'olivia@harbour.test' });
      return send(scene, 'GET /api/v1/me', { token: `${jwt.slice(0, -8)}AAAAAAAA` });
    },
  },
  'a token that names a key nobody has': {
    ask: (scene) => {
      const { jwt } = scene.world.clerk.control.tokens({ email: 'olivia@harbour.test' });
      const [, payload, signature] = jwt.split('.');
      const header = Buffer.from(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: `ins_${newId()}` }));
      return send(scene, 'GET /api/v1/session', {
        token: `${header.toString('base64url')}.${payload ?? ''}.${signature ?? ''}`,
      });
    },
  },
  'another organization’s members': {
    ask: (scene) => send(scene, `GET ${organizationPath(scene.world)}/members`, { as: 'anton@alpine.test' }),
  },
  'a right that the role lacks': {
    ask: (scene) =>
      send(scene, `GET ${organizationPath(scene.world)}/invitations`, { as: 'sam@harbour.test' }),
  },
  'a role that the token tells and the mirror does not': {
    ask: (scene) =>
      send(scene, `GET ${organizationPath(scene.world)}/invitations`, {
        as: 'vera@harbour.test',
        organizationId: scene.world.harbourAtClerk,
        claims: { o: { id: scene.world.harbourAtClerk, slg: 'harbour', rol: 'admin' } },
      }),
  },
};
