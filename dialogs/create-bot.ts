/** The bot with all its dialogs: whoever adds a dialog adds it here. */

import { Bot } from '../src/bot/bot.ts'
import { Memory } from '../src/bot/memory.ts'
import { AnswerDialog } from './answer.ts'
import { billExplainDialog, billViewDialog } from './bill.ts'
import { callbackDialog } from './callback.ts'
import { cancelDialog } from './cancel.ts'
import { choiceDialogs } from './choices.ts'
import { ClarifyDialog } from './clarify.ts'
import { competitorDialog } from './competitor.ts'
import { complainDialog } from './complain.ts'
import { ContactDialog } from './contact.ts'
import { discountDialog } from './discount.ts'
import { disputeDialog } from './dispute.ts'
import { FeedbackDialog } from './feedback.ts'
import { hackedDialog } from './hacked.ts'
import { IdleDialog } from './idle.ts'
import { LanguageDialog } from './language.ts'
import { MainDialog } from './main.ts'
import { noInternetDialog } from './no-internet.ts'
import { OrderNewsDialog } from './order-news.ts'
import { outageDialog } from './outage.ts'
import { PersonDialog, QueueNewsDialog, QueueTimeoutDialog } from './person.ts'
import { contractDialog, planDialog, usageDialog } from './plan.ts'
import { planChangeDialog } from './plan-change.ts'
import { portOutDialog } from './port-out.ts'
import { privacyDeleteDialog, privacyExportDialog } from './privacy.ts'
import { RateDialog, RatingDialog } from './rating.ts'
import { refundDialog } from './refund.ts'
import { ResumeDialog } from './resume.ts'
import { lostDialog } from './sim-lost.ts'
import { ticketStatusDialog } from './ticket.ts'
import { undoDialog } from './undo.ts'
import { updateContactDialog } from './update-contact.ts'
import { visitDialog } from './visit.ts'

/** The bot with all its dialogs. */
export function createBot(): Bot {
  const memory = new Memory()
  const main = new MainDialog(memory, [
    new AnswerDialog(memory),
    new ClarifyDialog(memory),
    new ResumeDialog(),
    new PersonDialog(),
    new LanguageDialog(memory),
    billViewDialog(),
    billExplainDialog(),
    planDialog(),
    usageDialog(),
    contractDialog(),
    outageDialog(),
    noInternetDialog(),
    visitDialog(),
    complainDialog(),
    ticketStatusDialog(),
    callbackDialog(),
    cancelDialog(memory),
    disputeDialog(),
    refundDialog(memory),
    planChangeDialog(),
    discountDialog(memory),
    competitorDialog(memory),
    undoDialog(),
    lostDialog(),
    portOutDialog(),
    updateContactDialog(),
    hackedDialog(),
    ...choiceDialogs(memory),
    privacyExportDialog(),
    privacyDeleteDialog(memory),
  ])
  return new Bot(memory, [
    main,
    new FeedbackDialog(memory),
    new QueueTimeoutDialog(),
    new QueueNewsDialog(),
    new OrderNewsDialog(),
    new ContactDialog(memory),
    new IdleDialog(memory),
    new RateDialog(memory),
    new RatingDialog(memory),
  ])
}
