/** The bot with all its dialogs: whoever adds a dialog adds it here. */

import { Bot } from '../src/bot/bot.ts'
import { Memory } from '../src/bot/memory.ts'
import { AnswerDialog } from './answer.ts'
import { billExplainDialog, billViewDialog } from './bill.ts'
import { callbackDialog } from './callback.ts'
import { cancelDialog } from './cancel.ts'
import { choiceDialogs } from './choices.ts'
import { ClarifyDialog } from './clarify.ts'
import { ContactDialog } from './contact.ts'
import { FeedbackDialog } from './feedback.ts'
import { LanguageDialog } from './language.ts'
import { MainDialog } from './main.ts'
import { outageDialog } from './outage.ts'
import { PersonDialog, QueueNewsDialog, QueueTimeoutDialog } from './person.ts'
import { contractDialog, planDialog, usageDialog } from './plan.ts'
import { privacyDeleteDialog, privacyExportDialog } from './privacy.ts'
import { complainDialog, ticketStatusDialog } from './ticket.ts'

/** The bot with all its dialogs. */
export function createBot(): Bot {
  const memory = new Memory()
  const main = new MainDialog(memory, [
    new AnswerDialog(memory),
    new ClarifyDialog(memory),
    new PersonDialog(),
    new LanguageDialog(memory),
    billViewDialog(),
    billExplainDialog(),
    planDialog(),
    usageDialog(),
    contractDialog(),
    outageDialog(),
    complainDialog(),
    ticketStatusDialog(),
    callbackDialog(),
    cancelDialog(memory),
    ...choiceDialogs(memory),
    privacyExportDialog(),
    privacyDeleteDialog(memory),
  ])
  return new Bot(memory, [
    main,
    new FeedbackDialog(memory),
    new QueueTimeoutDialog(),
    new QueueNewsDialog(),
    new ContactDialog(memory),
  ])
}
