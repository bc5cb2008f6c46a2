/** A text prompt that takes only what its slot reader can read; everything else is left to the main dialog. */

import type { TurnContext } from 'botbuilder'
import {
  type DialogInstance,
  type DialogTurnResult,
  type PromptOptions,
  TextPrompt,
  type WaterfallStepContext,
} from 'botbuilder-dialogs'
import type { Card } from '../src/bot/card.ts'
import { inScript, type Suggestion, sendCard, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { PhraseKey, ValuesFor } from '../src/corpus/phrases.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import { asksWho } from './asks-who.ts'

/** Whether a message fills the slot. Linear in its length, and pure. */
export type SlotReader = (text: string, turn: Turn, question: Question) => boolean

/** What is asked; stored with the dialog, so it can be asked again in another language. */
export interface Question {
  /** Name of the reader. */
  readonly slot: string
  readonly say: PhraseKey
  readonly values?: Readonly<Record<string, string | number | Bilingual>>
  /** Said when the message is nothing the bot understands. */
  readonly retry: PhraseKey
  /** Said when the message asks who may have what is offered, and why. */
  readonly who?: PhraseKey
  /** One-tap answers. */
  readonly choices?: readonly Bilingual[]
  /** What stands on the card under the question, where it is about several things at once. */
  readonly rows?: readonly QuestionRow[]
  /** The time it is about, where it is one; shown on the card. */
  readonly when?: QuestionMoment
}

/** A day, and the time of the day where there is one. */
export interface QuestionMoment {
  readonly date: Bilingual
  readonly time?: string | Bilingual
}

/** A row of the card of a question: what its label says, and its value. */
export interface QuestionRow {
  readonly label: PhraseKey
  readonly value: string | number | Bilingual
}

const PROMPT = 'slot'
/** Name of the slot of a confirmation. */
export const CONFIRM_SLOT = 'confirm'

/** One prompt for all slots of a dialog. */
export class SlotPrompt extends TextPrompt {
  constructor(readers: Readonly<Record<string, SlotReader>>) {
    super(PROMPT, async ({ context, options }) => {
      const question = questionIn(options)
      const reader = Object.hasOwn(readers, question.slot) ? readers[question.slot] : undefined
      if (!reader) throw new Error(`No reader of this dialog is called ${question.slot}.`)
      const turn = turnOf(context)
      return reader(turn.text, turn, question)
    })
  }

  protected override async onPrompt(
    context: TurnContext,
    _state: unknown,
    options: PromptOptions,
    isRetry: boolean,
  ): Promise<void> {
    const turn = turnOf(context)
    const question = questionIn(options)
    if (isRetry && question.who !== undefined && asksWho(turn.text)) {
      await put(context, turn, question, question.who)
      return
    }
    if (isRetry) {
      // It may be a question about something else: the main dialog answers it, or has this said.
      turn.unread = () => put(context, turn, question, question.retry)
      return
    }
    await put(context, turn, question, question.say)
  }
}

/** Asks for a slot; the step after this one gets the customer's text. */
export function ask(step: WaterfallStepContext, question: Question): Promise<DialogTurnResult> {
  return step.prompt(PROMPT, { prompt: '', validations: question })
}

async function put(context: TurnContext, turn: Turn, question: Question, key: PhraseKey): Promise<void> {
  const decision = turn.decisions.at(-1)
  const text = say(turn, key, question.values ?? {})
  const options = {
    ...(decision ? { decision } : {}),
    suggestions: (question.choices ?? []).map(
      (title): Suggestion => ({ title: inScript(turn, title[turn.language]) }),
    ),
  }
  // Asked once more, the question is enough: its card still stands above.
  const rows = key === question.say ? (question.rows ?? []) : []
  if (rows.length === 0 && (question.when === undefined || key !== question.say))
    return sendText(context, text, options)
  const card: Card = {
    title: text,
    ...(question.slot === CONFIRM_SLOT ? { kind: 'confirmation' } : {}),
    ...(question.when
      ? { when: { date: shown(turn, question.when.date), ...timeOf(turn, question.when) } }
      : {}),
    rows: rows.map(({ label, value }) => ({ label: say(turn, label, {}), value: shown(turn, value) })),
  }
  await sendCard(context, card, options)
}

function timeOf(turn: Turn, { time }: QuestionMoment): { time?: string } {
  return time === undefined ? {} : { time: shown(turn, time) }
}

/** A value that was stored, in the language and script of the reader. */
function shown(turn: Turn, value: string | number | Bilingual): string {
  return typeof value === 'object' ? inScript(turn, value[turn.language]) : String(value)
}

/** Wording whose values were stored, some in both languages. */
export function say(
  turn: Turn,
  key: PhraseKey,
  values: Readonly<Record<string, string | number | Bilingual>>,
): string {
  const flat = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'object' ? value[turn.language] : value,
    ]),
  )
  // The keys' own values are checked where a question is written; here they come back from storage.
  return wording(turn, key, ...([flat] as unknown as ValuesFor<typeof key>))
}

function questionIn(options: PromptOptions): Question {
  // Only ask() starts this prompt.
  return options.validations as Question
}

/** How deep dialogs lie in one another at most. */
const MAX_DEPTH = 8

/** What the innermost dialog below an instance is asking; null when it asks nothing. */
export function questionOf(instance: DialogInstance | undefined): Question | null {
  let innermost = instance
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    // The state of a component dialog holds its own stack under this name, the active dialog last.
    const stack: DialogInstance[] | undefined = innermost?.state?.dialogs?.dialogStack
    if (!Array.isArray(stack) || stack.length === 0) break
    innermost = stack.at(-1)
  }
  return innermost?.id === PROMPT ? questionIn(innermost.state.options) : null
}
