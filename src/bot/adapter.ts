/** The one adapter for all channels; what the bot sends in a turn is captured, not sent. */

import { type Activity, CloudAdapter, type ResourceResponse, type TurnContext } from 'botbuilder'
import type { StoredActivity } from '../conversations/activity.ts'
import { LocalAuthentication, localServiceUrl, type ProactiveSend } from './authentication.ts'
import { attachTurn, runningTurn, type Turn, turnOf } from './turn.ts'

/** The bot's account on our own channels. */
export const botAccount = { id: 'liuke', name: 'Liuke', role: 'bot' } as const

/** Bot logic: reads the context, sends replies, throws when it cannot go on. */
export type BotLogic = (context: TurnContext) => Promise<void>

/** Runs bot logic for turns, on whichever channel they are. */
export class TurnAdapter {
  readonly #authentication: LocalAuthentication
  readonly #adapter: CloudAdapter
  readonly #logic: BotLogic

  constructor(logic: BotLogic, sendProactively: ProactiveSend) {
    this.#logic = logic
    this.#authentication = new LocalAuthentication(sendProactively)
    this.#adapter = new CloudAdapter(this.#authentication)
    this.#adapter.use(async (context, next) => {
      const turn = runningTurn.getStore()
      if (turn) {
        attachTurn(context, turn)
        context.onSendActivities(async (_context, activities) => activities.map((a) => capture(context, a)))
      }
      await next()
    })
  }

  /**
   * Runs the bot on a turn; what it wants stands in the turn afterwards.
   * @throws what the bot threw
   */
  async run(turn: Turn): Promise<void> {
    const { channel, id } = turn.conversation
    const activity: StoredActivity = {
      ...turn.activity,
      channelId: channel,
      serviceUrl: localServiceUrl(channel),
      conversation: { id },
      recipient: { ...botAccount },
    }
    const logic: BotLogic = async (context) => {
      try {
        await this.#logic(context)
      } catch (error) {
        turn.error = error
        throw error
      }
    }
    try {
      await runningTurn.run(turn, () =>
        // A stored activity is an Activity less its Date fields, which no logic of ours reads.
        this.#adapter.processActivityDirect(
          this.#authentication.localRequest(),
          activity as unknown as Activity,
          logic,
        ),
      )
    } catch (error) {
      throw turn.error ?? error
    }
  }

  /** The adapter itself, for proactive messages through `continueConversationAsync`. */
  get cloudAdapter(): CloudAdapter {
    return this.#adapter
  }
}

/** Keeps a message for the commit. Dialogs also emit traces with their whole state, which are dropped. */
function capture(context: TurnContext, activity: Partial<Activity>): ResourceResponse {
  if (activity.type === 'trace' || activity.type === 'typing' || activity.type === 'delay') return { id: '' }
  const { serviceUrl: _url, recipient: _to, callerId: _caller, id: _id, timestamp: _at, ...rest } = activity
  const from = { ...botAccount }
  return { id: turnOf(context).capture({ ...(rest as StoredActivity), from }) }
}
