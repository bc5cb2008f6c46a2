/** The part of the Activity protocol that is stored and carried between channels; no Bot Framework in it. */

/** Who an activity is from or to. */
export interface ActivityAccount {
  id: string
  name?: string
  role?: string
}

/** A button below a message. */
export interface ActivityAction {
  type: string
  title: string
  value: unknown
  text?: string
  displayText?: string
}

/** An activity as JSON; fields we do not read pass through unchanged. */
export interface StoredActivity {
  type: string
  id?: string
  timestamp?: string
  channelId?: string
  from?: ActivityAccount
  recipient?: ActivityAccount
  conversation?: { id: string }
  text?: string
  textFormat?: string
  locale?: string
  localTimezone?: string
  name?: string
  value?: unknown
  replyToId?: string
  inputHint?: string
  suggestedActions?: { to?: string[]; actions: ActivityAction[] }
  attachments?: unknown[]
  attachmentLayout?: string
  channelData?: Record<string, unknown>
  [field: string]: unknown
}
