import { constraintErrors, defineErrors } from '#libs/http';

export const roomsErrors = defineErrors({
  tooMany: {
    code: 'too_many_rooms',
    status: 409,
    detail: 'There are 1 000 rooms already; delete one to add another.',
  },
  nameTaken: {
    code: 'room_name_taken',
    status: 409,
    detail: 'Another room of the property has this name; choose another one.',
  },
  outOfOrder: {
    code: 'room_out_of_order',
    status: 409,
    detail: 'The room is out of order; set its state to clean or dirty before asking for cleaning.',
  },
  noTicket: {
    code: 'no_open_cleaning_ticket',
    status: 409,
    detail: 'No cleaning ticket of the room is open; read the room again, somebody else may have done it.',
  },
});

constraintErrors({ uq_rooms_name: roomsErrors.nameTaken });
