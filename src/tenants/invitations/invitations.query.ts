import { type CursorCodec, EnumField, type Page, pageById, PageQuery, UuidField } from '#libs/http';
import { InvitationResponse } from './invitation.dto.js';
import { type Invitation, invitationStatuses, type InvitationStatus } from './invitation.entity.js';

const EVERY = 'all';

/** Which invitations a list gives. */
export class InvitationsQuery extends PageQuery {
  @EnumField([...invitationStatuses, EVERY], {
    optional: true,
    description: 'Only those with this status, or all; `pending` unless told.',
  })
  status?: InvitationStatus | typeof EVERY;

  @UuidField({
    optional: true,
    description: 'Only those of one request for many: the id that it was answered with.',
  })
  batch?: string;
}

/** One page of a list of invitations, newest first. @param place what the list is of; its cursors fit no other list */
export async function pageOfInvitations(
  cursors: CursorCodec,
  place: string,
  query: InvitationsQuery,
  read: (wanted: {
    status: InvitationStatus | null;
    batchId: string | null;
    before: string | null;
    limit: number;
  }) => Promise<Invitation[]>,
): Promise<Page<InvitationResponse>> {
  const { status = 'pending', batch = null } = query;
  const filter = { status: status === EVERY ? null : status, batchId: batch };
  return pageById(cursors, `invitations ${place} ${status} ${batch ?? ''}`, query, {
    read: (before, limit) => read({ ...filter, before, limit }),
    keyOf: ({ id }) => id,
    present: (row) => InvitationResponse.from(row),
  });
}
