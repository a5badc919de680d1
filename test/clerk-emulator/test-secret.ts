/** A signing secret for webhooks of tests. */
export const WEBHOOK_SECRET = `whsec_${Buffer.from('a signing secret for tests only').toString('base64')}`;
