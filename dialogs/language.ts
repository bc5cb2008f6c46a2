/** Switches the language of the answers when the customer asks for it; the choice holds until changed. */

import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import type { Memory } from '../src/bot/memory.ts'
import { sendText, wording } from '../src/bot/reply.ts'
import { turnOf } from '../src/bot/turn.ts'
import { normalise } from '../src/understanding/normalise.ts'
import type { Language } from '../src/understanding/types.ts'

const NAMES_OF_ENGLISH = ['english', '英文', '英语', 'inglish', 'englsh', 'eng ']
const NAMES_OF_CHINESE = [
  'chinese',
  '中文',
  '汉语',
  '普通话',
  '国语',
  'mandarin',
  'putonghua',
  'zhongwen',
  '华语',
]

/** The language a request asks for; the other one when it names none or both. */
export function requestedLanguage(text: string, current: Language): Language {
  const said = `${normalise(text)} `
  const english = NAMES_OF_ENGLISH.some((name) => said.includes(name))
  const chinese = NAMES_OF_CHINESE.some((name) => said.includes(name))
  if (english !== chinese) return english ? 'en' : 'zh'
  return current === 'zh' ? 'en' : 'zh'
}

/** Name of the dialog, as entries refer to it. */
export const LANGUAGE_DIALOG = 'svc.language'

export class LanguageDialog extends Dialog<{ readonly confidence: number; readonly trace: unknown }> {
  readonly #memory: Memory

  constructor(memory: Memory) {
    super(LANGUAGE_DIALOG)
    this.#memory = memory
  }

  override async beginDialog(
    dc: DialogContext,
    options?: { readonly confidence: number; readonly trace: unknown },
  ): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const person = await this.#memory.ofPerson(dc.context)
    const chosen = requestedLanguage(turn.text, turn.language)
    person.chosenLanguage = chosen
    turn.language = chosen
    const decision = {
      decision: 'dialog',
      entry: LANGUAGE_DIALOG,
      confidence: options?.confidence ?? null,
    } as const
    turn.decide({ ...decision, trace: options?.trace ?? null })
    const key = chosen === 'zh' ? 'language.switched-zh' : 'language.switched-en'
    await sendText(dc.context, wording(turn, key), { decision })
    return dc.endDialog()
  }
}
