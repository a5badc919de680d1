import type { HandleCookie } from '../sign-in/handle-cookie.js';
import { SIGN_UP_SECONDS } from './sign-up-ledger.service.js';

/** Names the sign-up that a browser has begun. */
export const SIGN_UP_COOKIE: HandleCookie = { name: 'tenantry_sign_up', seconds: SIGN_UP_SECONDS };
