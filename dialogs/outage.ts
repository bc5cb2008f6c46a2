/** Says whether there is an outage where the customer is: at their address when verified, else in a district they name. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { momentName } from '../src/bot/format.ts'
import { entrySuggestions, inScript, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { bilingualValue } from '../src/company/variables.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import type { Outage } from '../src/customers/outages.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { ask } from './slot-prompt.ts'
import { chosen, customerOf, TaskDialog, textOf } from './task-dialog.ts'

/** The dialog of `net.outage`. Outages are no secret: nobody is asked who they are. */
export function outageDialog(): TaskDialog {
  return new TaskDialog('net.outage', {
    aloud: true,
    verified: false,
    steps: [findDistrict, showOutages],
    readers: { district: (text, turn) => districtIn(turn, text) !== null },
  })
}

async function findDistrict(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const said = districtIn(turn, textOf(step))
  if (said !== null) return step.next(said)
  const customer = await customerOf(step)
  if (customer?.district) return step.next(customer.district)
  return ask(step, {
    slot: 'district',
    say: 'outage.ask-district',
    retry: 'outage.district-unread',
    choices: districtsOf(turn).map(({ name }) => name),
  })
}

async function showOutages(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const said = String(step.result)
  const district = districtIn(turn, said) ?? said
  const name = districtsOf(turn).find(({ id }) => id === district)?.name[turn.language] ?? district
  const outages = await turn.services.systems.outages(district)
  const place = inScript(turn, name)
  const text =
    outages.length === 0
      ? wording(turn, 'outage.none', { district: place })
      : outages.map((outage) => lineOf(turn, outage, place)).join('\n')
  await sendText(step.context, text, {
    decision: { decision: 'dialog', entry: 'net.outage', confidence: null },
    suggestions: entrySuggestions(turn, ['home.no-internet', 'net.no-signal', 'svc.complain']),
  })
  return step.endDialog()
}

function lineOf(turn: Turn, { service, startedAt, expectedEnd }: Outage, district: string): string {
  const { timeZone } = turn.brain.corpus.company
  const { today } = turn
  const since = momentName(startedAt, turn.language, timeZone, today)
  const kind = wording(
    turn,
    service === 'mobile' ? 'outage.mobile' : service === 'tv' ? 'service.tv' : 'service.home',
  )
  // An end that has passed was a wrong guess, and is not repeated.
  if (expectedEnd === null || expectedEnd <= turn.services.now())
    return wording(turn, 'outage.active', { district, service: kind, since })
  const until = momentName(expectedEnd, turn.language, timeZone, today)
  return wording(turn, 'outage.active-until', { district, service: kind, since, until })
}

interface District {
  readonly id: string
  readonly name: Bilingual
}

/** The districts the company serves: `district.<id>` of its tables. */
function districtsOf(turn: Turn): District[] {
  const { company } = turn.brain.corpus
  return [...company.variables.keys()].flatMap((key) => {
    const id = /^district\.([^.]+)$/.exec(key)?.[1]
    const name = bilingualValue(key, company)
    return id === undefined || name === null ? [] : [{ id, name }]
  })
}

/** The district a message names, by name, without 区 too, or by its number in the list. */
function districtIn(turn: Turn, text: string): string | null {
  const districts = districtsOf(turn)
  const said = normalise(text.slice(0, 200))
  const named = districts.find(({ name }) =>
    [name.zh, name.zh.replace(/(新区|区)$/, ''), name.en].some((form) => said.includes(normalise(form))),
  )
  if (named) return named.id
  const at = chosen(
    turn,
    text,
    districts.map(({ name }) => name[turn.language]),
  )
  return at === null ? null : (districts[at]?.id ?? null)
}
