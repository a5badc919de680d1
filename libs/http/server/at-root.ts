import type { FastifyInstance, FastifyPluginCallback } from 'fastify';

/** A Fastify plugin whose hooks hold for every route, in the order in which plugins are registered. */
export function atRoot(add: (instance: FastifyInstance) => void): FastifyPluginCallback {
  const plugin: FastifyPluginCallback = (instance, _options, done) => {
    add(instance);
    done();
  };
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    // Fastify looks for the name of one that has none among all modules that are loaded.
    [Symbol.for('fastify.display-name')]: 'atRoot',
  });
}
