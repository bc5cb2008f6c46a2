/** What customers read of an answer on each channel, with the company's values in it. */

import { piecesOf, TEXT_LIMIT } from '../channels/teams/text.ts'
import { MAX_TEXT_BYTES, splitText, wechatText } from '../channels/wechat/text.ts'
import type { Company } from '../company/load.ts'
import { fillHoles, variable } from '../company/variables.ts'
import { LiukeError } from '../errors.ts'
import type { Language } from '../understanding/types.ts'
import type { CheckAnswer } from './corpus-types.ts'

/** Between the messages a channel makes of one text. */
const CUT = '\n┄┄┄┄\n'

/**
 * An answer on website, Teams and WeChat.
 * @param related titles offered below it
 */
export function previewOf(
  template: string,
  related: readonly string[],
  language: Language,
  company: Company,
): CheckAnswer['preview'] {
  const text = filled(template, language, company).trim()
  const actions = related.map((title) => ({ type: 'imBack', title, value: title }))
  const activity = { type: 'message', text, locale: language, suggestedActions: { actions } }
  return [
    { language, channel: 'website', text },
    { language, channel: 'teams', text: piecesOf(text, TEXT_LIMIT).join(CUT) },
    {
      language,
      channel: 'wechat',
      text: splitText(wechatText(activity, language), MAX_TEXT_BYTES).join(CUT),
    },
  ]
}

/** With the company's values; a hole nothing is known for stays as it is written. */
export function filled(template: string, language: Language, company: Company): string {
  return fillHoles(template, (name) => {
    try {
      return variable(name, language, company)
    } catch (error) {
      if (error instanceof LiukeError) return `{${name}}`
      throw error
    }
  })
}
