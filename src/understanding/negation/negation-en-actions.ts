/** How English names what can be done, over normalised text. */
import type { Action } from './negation-actions.ts'

/** A way to write an action. */
export interface EnglishAction {
  readonly action: Action
  /** Sticky: matches where the action begins, whole words only. */
  readonly form: RegExp
}

const MY = '(?:(?:my|the|your|our|this|that|any|any of my|these|those|a|an) )?'
const THING =
  '(?:whole )?(?:mobile |phone |home |tv |internet |current |monthly )*(?:plans?|lines?|services?|contracts?|subscriptions?|accounts?|numbers?|broadband|internet|tv|packages?|orders?|sim|membership|phone|anything|everything|it|this|that|them)'
const OTHER = '(?:(?:a|an|another|other|different|new|my|the|any) )*'
const A = '(?:(?:a|an|any|the|my|your|another|some|full|formal|official) )*'

const LOOK =
  '(?:see|view|check|show(?: me| us)?|look (?:at|up)|pull up|bring up|seeing|viewing|checking|looking (?:at|up))'

const named = (action: Action, ...sources: string[]): EnglishAction => ({
  action,
  form: new RegExp(`(?:${sources.join('|')})(?![\\w'-])`, 'y'),
})

/** All of them; of two that fit, the longer one is meant. */
export const ENGLISH_ACTIONS: readonly EnglishAction[] = [
  named(
    'person',
    `(?:(?:talk|speak|chat|talking|speaking|be (?:transferred|connected|put through)|transfer me|connect me|put me through|transferring me)(?: (?:to|with))? )?${A}(?:real |live |human )*(?:person|people|humans?|agents?|representatives?|reps?|operators?)`,
    '(?:talk|speak|chat|talking|speaking|chatting) (?:to|with) (?:anyone|anybody|someone|somebody)',
  ),
  named(
    'refund',
    `(?:(?:get|have|claim|request|give me|give) )?${A}(?:partial )?(?:refunds?|refunded|refunding|money back|money returned)(?: (?:me|us|it|anything))?`,
  ),
  named(
    'delete',
    `(?:delet(?:e|ing|ed)|eras(?:e|ing)|remov(?:e|ing)|wip(?:e|ing)|clos(?:e|ing)) (?:(?:my|the|any|all|of) )*(?:personal )?(?:data|info|information|details|accounts?|profile|anything)`,
    `${MY}(?:data|information|details|accounts?|profile) (?:deleted|erased|removed|wiped)`,
    `${A}account (?:deletion|closure)`,
  ),
  named(
    'cancel',
    `(?:canc(?:el|le|al)(?:l?ing|led|ed|s)?|terminat(?:e|ing)|disconnect(?:ing)?|deactivat(?:e|ing)|unsubscrib(?:e|ing))(?: ${MY}${THING})?`,
    `(?:end|ending|clos(?:e|ing)|shut(?:ting)? down|get(?:ting)? rid of) ${MY}${THING}`,
    `${MY}${THING} (?:cancel+ed|terminated|disconnected|closed)`,
    `${A}(?:cancel+ation|termination|disconnection)(?: of ${MY}${THING})?`,
  ),
  named(
    'complain',
    '(?:complain(?:ing)?|report(?:ing)? (?:you|him|her|them))(?: (?:about|to) (?:you|it|this|that|anything|anyone|anybody))?',
    '(?:file|raise|log|lodge|filing|raising|logging) anything',
    `(?:(?:make|making|file|filing|raise|raising|open|opening|log|logging|lodge|submit|put in|create|creating) )?${A}(?:complaints?|tickets?)(?: for (?:me|this|it))?`,
  ),
  named(
    'suspend',
    `(?:suspend(?:ing)?|paus(?:e|ing)|freez(?:e|ing)|cut(?:ting)? off|shut(?:ting)? off|switch(?:ing)? off|turn(?:ing)? off|bar(?:ring)?|stop(?:ping)?) ${MY}(?:mobile |phone )?(?:lines?|numbers?|services?|accounts?|phone|internet|broadband|it|anything)`,
    '(?:cut(?:ting)?|switch(?:ing)?) (?:me|us|my (?:line|service|internet|phone)) off',
    `suspend(?:ing)?|${A}suspension`,
  ),
  named(
    'callback',
    '(?:call|ring|phone|telephone|contact|calling|ringing|phoning)(?: (?:me|us))(?: back)?(?: (?:up|again))?',
    'call(?:ing)? my (?:number|phone|mobile|cell|landline)|call(?:ing)? back|phone(?= *$)|phone(?= ,)',
    'be (?:called|phoned|rung|contacted)(?: back)?',
    `(?:(?:get|give me|have|receive|getting) )?${A}(?:call ?-?backs?|phone calls?|call from (?:you|anyone|someone))`,
    `${A}calls?(?= (?:needed|necessary|please|thanks|thank|back))(?: back)?`,
  ),
  named(
    'port-out',
    'port(?:ing)?(?: (?:my|the) number)? (?:out|away|elsewhere)|port(?:ing)? my number(?! (?:in|to you|over))',
    `(?:switch|chang|mov|leav|go|switching|changing|moving|leaving|going)(?:e|ing)?(?: (?:to|for))? ${OTHER}(?:providers?|carriers?|operators?|networks?|compan(?:y|ies))`,
    'leav(?:e|ing)(?: you(?: guys)?| qingchuan)?(?= *$)',
    'tak(?:e|ing) my number (?:away|elsewhere)',
  ),
  named(
    'change-plan',
    `(?:chang(?:e|ing)|switch(?:ing)?|upgrad(?:e|ing)|downgrad(?:e|ing)|alter(?:ing)?|modify(?:ing)?|mov(?:e|ing))(?: me)?(?: to)? (?:(?:my|the|this|a|any|another|different|new|bigger|cheaper) )*(?:mobile |phone |current )?(?:plans?|tariffs?|package)(?: changes?)?`,
    '(?:upgrad|downgrad)(?:e|ed|ing)(?: (?:me|it|anything|my (?:phone|speed|broadband|line)))?',
    `${MY}(?:plan|package|tariff) (?:changed|upgraded|downgraded)`,
    `(?:(?:a|another|any|the) )*(?:new|different|bigger|another|other) (?:plan|package|tariff)`,
    `${A}(?:plan changes?|upgrades?|downgrades?|change of plan)`,
    '(?:chang|switch)(?:e|ing) (?:me|it)',
  ),
  named(
    'dispute',
    `(?:disput(?:e|ing)|contest(?:ing)?|challeng(?:e|ing))(?: ${MY}(?:bill|charges?|fees?|invoice|anything|it|this|that))?`,
    `${A}dispute`,
  ),
  named(
    'block-sim',
    `(?:block|lock|freeze|bar|report|blocking|locking|reporting) ${MY}(?:sim(?: card)?|phone|card|number)(?: (?:as )?(?:lost|stolen))?`,
  ),
  named('replace-sim', `${A}(?:replacement|new) (?:sim|card)(?: card)?|replac(?:e|ing) ${MY}sim(?: card)?`),
  named(
    'reschedule',
    `reschedul(?:e|ing)(?: ${MY}(?:appointment|visit|installation|it))?`,
    `(?:chang(?:e|ing)|mov(?:e|ing)) ${MY}(?:appointment|visit)(?: time)?`,
  ),
  named(
    'technician',
    `(?:send(?:ing)?|dispatch(?:ing)?)(?: (?:me|us|out))? ${A}(?:technicians?|engineers?|anyone|anybody|someone|somebody|repairman)(?: (?:round|over|out|here|to my (?:house|home)))?`,
    `${A}(?:technicians?|engineers?|repairman)(?: visits?)?(?: (?:round|over|out|to come(?: out| round)?))?`,
  ),
  named(
    'bill',
    `${LOOK}(?: (?:my|the|this month 's|the latest))? (?:bills?|balance)|(?:my|the) bill(?= *$|,)`,
  ),
  named(
    'usage',
    `${LOOK} (?:my |the )?(?:data |remaining )*(?:usage|data|minutes)|my (?:data )?usage(?= *$)`,
  ),
  named('plan', `${LOOK} (?:my |the )?(?:current )?(?:plan|contract)|my (?:plan|contract)(?= *$)`),
  named('ticket', `(?:${LOOK}|chase|chasing) (?:my |the )?(?:ticket|complaint)(?: status)?`),
  named('outage', '(?:report|check|reporting|checking)(?: for)? (?:a|an|any|the) outages?'),
  named(
    'discount',
    `(?:(?:get|give me|getting) )?${A}(?:special |better )?(?:discounts?|deals?|special offers?|offers?)`,
  ),
  named('invoice', `(?:(?:get|send me|issue|getting) )?${A}(?:tax |paper )?(?:invoices?|fapiao|receipts?)`),
  named('export', '(?:export(?:ing)?|(?:a )?copy of|download(?:ing)?) (?:(?:all|my|of) )*(?:personal )?data'),
  named(
    'contact-details',
    `(?:chang(?:e|ing)|updat(?:e|ing)) ${MY}(?:address|e-?mail(?: address)?|contact details|contact number)`,
  ),
  named(
    'language',
    '(?:switch|chang)(?:e|ing)?(?: me| us)?(?: the)?(?: languages?)?(?: back| over)? (?:to|into) (?:chinese|english|mandarin)|(?:switch|chang)(?:e|ing)?(?: the)? languages?',
  ),
  named(
    'return',
    `(?:return(?:ing)?|send(?:ing)? back) ${MY}(?:router|modem|equipment|box)|send(?:ing)? ${MY}(?:router|modem|equipment|box) back`,
  ),
  named(
    'activate',
    `(?:activat(?:e|ing)|enabl(?:e|ing)|turn(?:ing)? on|switch(?:ing)? on|add(?:ing)?|buy(?:ing)?|order(?:ing)?|install(?:ing)?|sign(?:ing)? (?:me )?up|subscrib(?:e|ing)|set(?:ting)? up)(?: (?:me|to|for|my|the|any|anything|a|an|more|another|new|it|this))*(?: (?:roaming|plan|contract|data|add-?ons?|packs?|esim|sim|service|lines?|broadband|autopay|5g|phone|anything))*`,
  ),
  named(
    'any',
    '(?:do|doing|change|changing|submit|submitting|process|processing|go through with|proceed with|proceed)(?: (?:it|that|this|anything|any changes?))',
  ),
]
