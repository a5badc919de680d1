/** People of the demo's Harbour, by their address: its owner, who manages Seaside, who works there, and a member without a role. */
export const OLIVIA = 'olivia@harbour.test';
export const MARK = 'mark@harbour.test';
export const SAM = 'sam@harbour.test';
export const VERA = 'vera@harbour.test';
