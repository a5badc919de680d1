/**
 * The version of what callers rely on: that of `package.json`, which a spec compares. While it begins with 0 a change that
 * breaks a client needs a new minor version, later a new major one (`npm run openapi -- --check` says which changes do).
 */
export const API_VERSION = '0.1.0';
