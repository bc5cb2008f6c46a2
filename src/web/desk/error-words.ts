/** Says in a sentence what went wrong with a call of the desk. */

import { errorWords as anyErrorWords } from '../staff/error-words.ts'
import type { Strings, Word } from './strings.ts'

const BY_CODE = {
  conversation_taken: 'errorTaken',
  conversation_not_yours: 'errorNotYours',
  conversation_unknown: 'errorUnknown',
  ConversationNotFound: 'errorUnknown',
  subject_erased: 'errorUnknown',
  TaskOver: 'errorTaskOver',
  TaskNotFound: 'errorTaskUnknown',
  TicketNotFound: 'errorTaskUnknown',
  RetentionChanged: 'errorRetentionChanged',
  RetentionOver: 'errorRetentionOver',
  RetentionNotOver: 'errorRetentionNotOver',
  RetentionNotFound: 'errorRetentionUnknown',
  RetentionListed: 'errorRetentionListed',
  CustomerNotFound: 'errorCustomerUnknown',
  UndoTooLate: 'errorUndoTooLate',
  ContactBlocked: 'errorContactBlocked',
  ConversationMovedOn: 'errorMovedOn',
  ConversationShared: 'errorBlockShared',
  NoteNotFound: 'errorNoteUnknown',
  NoteTooOld: 'errorNoteTooOld',
  NotesFull: 'errorNotesFull',
  TagUnknown: 'errorTagUnknown',
  ReasonUnknown: 'errorReasonUnknown',
  HandoffNotFound: 'errorHandoffNotYours',
  HandoffNotYours: 'errorHandoffNotYours',
  BlockTooLong: 'errorBlockTooLong',
  BlockInDanger: 'errorBlockInDanger',
  BlockStanding: 'errorBlockStanding',
  BlockNotFound: 'errorBlockOver',
  BlockNotYours: 'errorBlockNotYours',
  FileTooLarge: 'errorFileTooLarge',
  RequestTooLarge: 'errorFileTooLarge',
  FileTypeNotSupported: 'errorFileType',
  UploadsNotSupported: 'errorFilesOff',
  FilesNotPossible: 'errorFileChannel',
  ConversationFull: 'errorFilesFull',
  OfferOver: 'errorOfferOver',
  QueueClosed: 'errorQueueClosed',
  QueueNotFound: 'errorQueueUnknown',
  AgentNotFound: 'errorAgentUnknown',
  AgentUnavailable: 'errorAgentAway',
  TransferNowhere: 'errorTransferNowhere',
  BadArgument: 'errorBadRequest',
} as const satisfies Readonly<Record<string, Word>>

export function errorWords(error: unknown, words: Strings): string {
  const own = Object.fromEntries(Object.entries(BY_CODE).map(([code, word]) => [code, words[word]]))
  return anyErrorWords(error, words, own)
}
