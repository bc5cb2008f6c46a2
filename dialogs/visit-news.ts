/** What is said about visits of technicians where nothing is done: none, too late, none free; and what they are called. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { entrySuggestions, inScript, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { figure } from '../src/company/variables.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import type { Visit } from '../src/services/systems.ts'
import { choicesOf } from './task-dialog.ts'
import { visitTime } from './visit-time.ts'

/** Name of the dialog, as entries refer to it. */
export const VISIT_DIALOG = 'home.reschedule-visit'

/** There is no visit to come. */
export async function tellNone(step: WaterfallStepContext, isLate: boolean): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  await sendText(step.context, wording(turn, isLate ? 'visit.none-late' : 'visit.none'), {
    decision: { decision: 'dialog', entry: VISIT_DIALOG, confidence: null },
    suggestions: [
      ...entrySuggestions(
        turn,
        isLate ? ['svc.complain', 'home.no-internet'] : ['home.no-internet', 'home.new-install'],
      ),
      personSuggestion(turn),
    ],
  })
  return step.endDialog()
}

/** Until so many hours before it begins, a visit may be changed. */
export function changeHours({ brain }: Turn): number {
  return figure('home.visit_change_hours', brain.corpus.company) ?? 0
}

/** It is too late to change a visit here. */
export async function tellTooLate(step: WaterfallStepContext, visit: Visit): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const time = inScript(turn, visitTime(turn, visit)[turn.language])
  const hours = changeHours(turn)
  await sendText(step.context, wording(turn, 'visit.too-late', { time, hours }), {
    decision: { decision: 'dialog', entry: VISIT_DIALOG, confidence: null },
    suggestions: [personSuggestion(turn)],
  })
  return step.endDialog()
}

/** No technician is free. */
export async function tellFull(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  await sendText(step.context, wording(turn, 'visit.full'), {
    decision: { decision: 'dialog', entry: VISIT_DIALOG, confidence: null },
    suggestions: [...entrySuggestions(turn, ['svc.callback']), personSuggestion(turn)],
  })
  return step.endDialog()
}

/** What a visit is for. */
export function kindName(turn: Turn, { kind }: Pick<Visit, 'kind'>): Bilingual {
  const [name = { zh: kind, en: kind }] = choicesOf(turn, `visit.${kind}`)
  return name
}

/** 上门维修（11 月 28 日 周六 09:00–12:00） / Repair, Saturday 28 November 09:00–12:00 */
export function visitName(turn: Turn, visit: Visit): Bilingual {
  const kind = kindName(turn, visit)
  const time = visitTime(turn, visit)
  return { zh: `${kind.zh}（${time.zh}）`, en: `${kind.en}, ${time.en}` }
}
