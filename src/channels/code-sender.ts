/** Chooses what one-time codes are sent with: webhook, else mail, else, in the demo, the inbox on the page. */

import type { Config } from '../config.ts'
import type { Notice, NoticeSender } from '../customers/notices.ts'
import type { CodeText, CodeTextOf } from './code-text.ts'
import { codeWebhookSender } from './code-webhook.ts'
import { mailSender } from './mail.ts'

/** Shows codes instead of sending them. */
export interface CodeInbox {
  add(notice: Notice, text: CodeText): void
}

type SenderConfig = Pick<
  Config,
  'mode' | 'SMTP_URL' | 'MAIL_FROM' | 'CODE_WEBHOOK_URL' | 'CODE_WEBHOOK_SECRET'
>

/**
 * The sender that the configuration asks for.
 * @param options.inbox used in the demo only, whoever hands one in
 * @returns null when there is none, and customers cannot be verified by code
 * @throws LiukeError `code_webhook_url_invalid`, `mail_url_invalid`, `mail_from_invalid`
 */
export function createCodeSender(
  config: SenderConfig,
  options: { readonly textOf: CodeTextOf; readonly inbox: CodeInbox | null },
): NoticeSender | null {
  const { textOf, inbox } = options
  const { mode, SMTP_URL, MAIL_FROM, CODE_WEBHOOK_URL, CODE_WEBHOOK_SECRET } = config
  // The configuration refuses an address without what belongs to it.
  if (CODE_WEBHOOK_URL && CODE_WEBHOOK_SECRET)
    return codeWebhookSender({ url: CODE_WEBHOOK_URL, secret: CODE_WEBHOOK_SECRET, textOf })
  if (SMTP_URL && MAIL_FROM) return mailSender({ url: SMTP_URL, from: MAIL_FROM, textOf })
  if (mode !== 'demo' || !inbox) return null
  return async (notice) => inbox.add(notice, textOf(notice))
}
