/** What is measured beside us is installed for the time of the measurement, and has no types here. */
declare module '@clerk/express';
declare module '@clerk/fastify';
declare module 'express';
declare module 'jose';
