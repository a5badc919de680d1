/** Pages that are made from data: text made safe, tables, and the policy that such a page is sent with. */
export { escapeHtml, PAGE_POLICY, tableOf } from './html.js';
export { PAGE_STYLE } from './page-style.js';
