/** Asks whether to go on with what a customer began on another channel, and keeps for others how far they have come. */

import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { isTaskDialog } from '../src/bot/facts.ts'
import type { ConversationMemory, Memory } from '../src/bot/memory.ts'
import { inScript, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { commandOf } from '../src/corpus/commands.ts'
import { normalise } from '../src/understanding/normalise.ts'
import type { YesNo } from '../src/understanding/slots/yes-no.ts'
import { slotsIn, TaskDialog, type TaskOptions, yesNoOf } from './task-dialog.ts'

/** Name of the dialog. */
export const RESUME_DIALOG = 'resume'

/** A task that was interrupted can be gone on with by a word for so long, in milliseconds. */
const INTERRUPTED_MS = 24 * 3_600_000

const GO_ON =
  /^(?:那|好|好的|请|就|we can |ok |okay |please |yes )?(?:继续|接着|接着办|继续办|继续办理|接着来|继续刚才的|接着刚才的|go on|go on with it|carry on|continue|lets (?:go on|continue)|resume)(?:吧|呗|please)?$/

/** What is to be gone on with. */
export interface ResumeOptions {
  readonly dialog: string
  readonly slots: object
}

/** Ends with a task begun, `{ done: true }`, or `{ unread: true }` for a message that is no answer. */
export class ResumeDialog extends Dialog<ResumeOptions> {
  constructor() {
    super(RESUME_DIALOG)
  }

  override async beginDialog(dc: DialogContext, options?: ResumeOptions): Promise<DialogTurnResult> {
    if (!options) throw new Error('The resume dialog needs a task.')
    Object.assign(dc.activeDialog?.state ?? {}, options)
    const turn = turnOf(dc.context)
    await sendText(dc.context, wording(turn, 'resume.ask', { title: titleOf(turn, options.dialog) }), {
      suggestions: [{ title: wording(turn, 'resume.go-on') }, { title: wording(turn, 'resume.leave') }],
    })
    return Dialog.EndOfTurn
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    // Written by beginDialog.
    const { dialog, slots } = (dc.activeDialog?.state ?? {}) as ResumeOptions
    const answer = answerOf(turn)
    if (answer === 'unclear') return dc.endDialog({ unread: true })
    if (answer === 'yes') return dc.replaceDialog(dialog, resumed(slots))
    const id = turn.verifiedCustomerId
    if (id !== null) turn.write(turn.services.unfinished.forget(id))
    await sendText(dc.context, wording(turn, 'resume.left'))
    return dc.endDialog({ done: true })
  }
}

/** Yes or no to going on. "Cancel" is a no here. */
function answerOf(turn: Turn): YesNo {
  if (goesOn(turn.text)) return 'yes'
  if (commandOf(turn.brain.corpus.commands, turn.text) === 'cancel') return 'no'
  return yesNoOf(turn, turn.text, ['resume.go-on', 'resume.leave'])
}

/** What a task is gone on with. */
export function resumed(slots: object): TaskOptions {
  return { confidence: null, trace: { resumed: true }, text: '', slots }
}

/** Whether a message is "go on" and nothing else. */
export function goesOn(text: string): boolean {
  return text.length <= 40 && GO_ON.test(normalise(text).replace(/[\s.,!?。，！？]+$/, ''))
}

/** The task that a hand-over interrupted, where the message says to go on with it. */
export function interruptedTask(turn: Turn, { interrupted }: ConversationMemory): ResumeOptions | null {
  if (interrupted === undefined || turn.services.now() - interrupted.at > INTERRUPTED_MS) return null
  return goesOn(turn.text) ? interrupted : null
}

/** Keeps the task that is active for other channels, where it knows who the customer is, and forgets it when it ends. */
export async function keepProgress(
  inner: DialogContext,
  turn: Turn,
  memory: ConversationMemory,
): Promise<void> {
  const { verifiedCustomerId: id } = turn
  if (id === null) return
  const instance = inner.activeDialog
  const dialog = instance === undefined ? undefined : inner.findDialog(instance.id)
  const slots = instance && dialog instanceof TaskDialog && dialog.mayKnow ? slotsIn(instance) : null
  if (instance === undefined || slots === null || Object.keys(slots).length === 0) {
    if (memory.kept === undefined || isTaskDialog(instance?.id ?? null)) return
    delete memory.kept
    turn.write(turn.services.unfinished.forget(id))
    return
  }
  const kept = `${instance.id} ${JSON.stringify(slots)}`
  if (memory.kept === kept) return
  const customer = await turn.services.company.customer(id)
  if (!customer) return
  memory.kept = kept
  turn.write(
    await turn.services.unfinished.save(customer, turn.conversation.id, { dialog: instance.id, slots }),
  )
}

/** Asks once about what the customer left unfinished on another channel; null when there is nothing to ask. */
export async function offerToResume(inner: DialogContext, store: Memory): Promise<DialogTurnResult | null> {
  const turn = turnOf(inner.context)
  const { verifiedCustomerId: id } = turn
  if (id === null || turn.owner !== 'bot' || turn.activity.type !== 'message') return null
  const memory = await store.ofConversation(inner.context)
  if (memory.askedToResume) return null
  memory.askedToResume = true
  const customer = await turn.services.company.customer(id)
  const task = customer && (await turn.services.unfinished.elsewhere(customer, turn.conversation.id))
  if (!task || inner.findDialog(task.dialog) === undefined) return null
  return inner.beginDialog(RESUME_DIALOG, task satisfies ResumeOptions)
}

/** The title of the entry a dialog belongs to. */
function titleOf(turn: Turn, dialog: string): string {
  const { entries } = turn.brain.corpus
  const entry = entries.get(dialog) ?? [...entries.values()].find((one) => one.dialog === dialog)
  return inScript(turn, entry?.title[turn.language] ?? dialog)
}
