import type { EmulatorCore } from '../emulator-core.js';
import { invitationsOf } from '../operations/invitation-operations.js';
import { primaryEmail } from '../shapes/user.shape.js';
import type { MembershipRecord, UserRecord } from '../state/records.js';
import { html, raw, type Html } from './html.js';
import { PAGE_SCRIPT } from './page-script.js';
import { PAGE_STYLE } from './page-style.js';

const SHOWN_PEOPLE = 200;
const SHOWN_INVITATIONS = 100;

/** The page at `/`: people with a token button each, and invitations that wait. All text is escaped. */
export function peoplePage(core: EmulatorCore, apiUrl: string): string {
  const { users, organizations } = core.state;
  const people = users.page(0, SHOWN_PEOPLE, false);
  const invitations = pendingInvitations(core);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Local Clerk</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(PAGE_STYLE)}
        </style>
      </head>
      <body data-api-url="${apiUrl}">
        <header>
          <div>
            <h1>Local Clerk</h1>
            <p>Stands in for Clerk on this machine. Pick a person to get a session token for the API.</p>
          </div>
          <dl class="facts">
            <div>
              <dt>Issuer</dt>
              <dd>${core.url()}</dd>
            </div>
            <div>
              <dt>API</dt>
              <dd>${apiUrl}</dd>
            </div>
            <div>
              <dt>Instance</dt>
              <dd>${core.identity.instanceId}</dd>
            </div>
          </dl>
        </header>
        <main>
          <section aria-labelledby="people">
            <div class="title">
              <h2 id="people">People <span class="count">${users.size}</span></h2>
              <input
                id="search"
                type="search"
                placeholder="Name, e-mail, organization"
                aria-label="Filter people"
              />
            </div>
            ${
              people.length === 0
                ? html`<p class="empty">
                    Nobody is here yet. Create users with the Backend API, or POST /emulator/seed.
                  </p>`
                : html`<ul class="people">
                    ${people.map((user) => personCard(core, user))}
                  </ul>`
            }
            ${
              users.size > people.length
                ? html`<p class="empty">The first ${people.length} of ${users.size} people.</p>`
                : ''
            }
          </section>
          <section aria-labelledby="invitations">
            <div class="title">
              <h2 id="invitations">Pending invitations <span class="count">${invitations.length}</span></h2>
            </div>
            ${
              invitations.length === 0
                ? html`<p class="empty">No invitation waits for an answer.</p>`
                : html`<ul class="rows">
                    ${invitations}
                  </ul>`
            }
          </section>
        </main>
        <footer>
          ${organizations.size} organizations · control panel under /emulator · answers to this machine only
        </footer>
        <script>
          ${raw(PAGE_SCRIPT)};
        </script>
      </body>
    </html>`;
  return page.text;
}

function personCard(core: EmulatorCore, user: UserRecord): Html {
  const memberships = core.state.memberships.by('user', user.id);
  const email = primaryEmail(user) ?? 'no e-mail address';
  const name = [user.first_name, user.last_name].filter((part) => part !== null).join(' ') || email;
  const initials = (name.match(/\b\p{L}/gu) ?? ['?']).slice(0, 2).join('').toUpperCase();
  const names = memberships.map((membership) => organizationName(core, membership)).join(' ');
  return html`<li class="card" data-text="${`${name} ${email} ${names} ${user.id}`.toLowerCase()}">
    <div class="who">
      <span class="avatar" aria-hidden="true">${initials}</span>
      <div>
        <strong>${name}</strong>${user.banned ? html` <span class="tag bad">banned</span>` : ''}
        <div class="quiet">${email}</div>
        <code>${user.id}</code>
      </div>
    </div>
    <div class="tags">
      ${
        memberships.length === 0
          ? html`<span class="tag none">no organization</span>`
          : memberships.map(
              (membership) =>
                html`<span class="tag"
                  >${organizationName(core, membership)} <b>${membership.role}</b></span
                >`,
            )
      }
    </div>
    <div class="actions">
      ${
        memberships.length === 0
          ? ''
          : html`<select aria-label="Active organization for ${name}">
              <option value="">no active organization</option>
              ${memberships.map(
                (membership) =>
                  html`<option value="${membership.organization_id}">
                    ${organizationName(core, membership)}
                  </option>`,
              )}
            </select>`
      }
      <button type="button" data-token-for="${user.id}">Token for the API</button>
    </div>
    <div class="result" hidden></div>
  </li>`;
}

function organizationName(core: EmulatorCore, membership: MembershipRecord): string {
  return core.state.organizations.get(membership.organization_id)?.name ?? membership.organization_id;
}

function pendingInvitations(core: EmulatorCore): Html[] {
  const rows: Html[] = [];
  for (const organization of core.state.organizations.all()) {
    if (core.state.organizationInvitations.count('pending', organization.id) === 0) continue;
    for (const invitation of invitationsOf(core, organization.id)) {
      if (invitation.status !== 'pending') continue;
      const until = new Date(invitation.expires_at).toISOString().slice(0, 10);
      rows.push(
        html`<li>
          <div>
            <strong>${invitation.email_address}</strong>
            <div class="quiet">${organization.name} · ${invitation.role} · until ${until}</div>
          </div>
          <button type="button" data-accept="${invitation.id}">Accept</button>
        </li>`,
      );
      if (rows.length >= SHOWN_INVITATIONS) return rows;
    }
  }
  return rows;
}
