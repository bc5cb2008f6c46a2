/** The catalogue of facts: everything that handoff rules may look at, with type, unit, range and meaning. */

import type { Bilingual } from '../company/types.ts'
import { moods } from '../understanding/mood/mood.ts'
import { safetyKinds } from './safety-kinds.ts'

/** What the catalogue says about one fact. */
export interface FactDefinition {
  readonly type: 'boolean' | 'number' | 'text' | 'one of'
  /** The values of a `one of`; where `upwardOnly` is set, lowest first. */
  readonly values?: readonly string[]
  /** Lowest and highest possible number, both included; null where there is no bound. */
  readonly range?: readonly [number | null, number | null]
  /** A count: never between two whole numbers. */
  readonly whole?: true
  readonly unit: Bilingual | null
  /** Whether it may be unknown; an unknown fact is null. */
  readonly mayBeUnknown: boolean
  /** Comes from the churn model: rules may only ask for more of it, never for less. */
  readonly upwardOnly?: true
  readonly about: Bilingual
}

const YUAN: Bilingual = { zh: '元', en: 'yuan' }
const MONTHS: Bilingual = { zh: '个月', en: 'months' }
const DAYS: Bilingual = { zh: '天', en: 'days' }
const MINUTES: Bilingual = { zh: '分钟', en: 'minutes' }

/** The one table of facts. `docs/handoff.md` lists them, and a test keeps the two together. */
export const factTable = {
  intent: {
    type: 'text',
    unit: null,
    mayBeUnknown: true,
    about: {
      zh: '这条消息最可能的意图（条目 id，如 bill.dispute）',
      en: 'The likeliest intent of this message: the id of an entry, such as bill.dispute',
    },
  },
  confidence: {
    type: 'number',
    range: [0, 1],
    unit: null,
    mayBeUnknown: false,
    about: { zh: '意图判断正确的概率', en: 'How probable it is that this intent is right' },
  },
  band: {
    type: 'one of',
    values: ['answer', 'ask', 'decline'],
    unit: null,
    mayBeUnknown: false,
    about: {
      zh: '机器人有多大把握：能答、要反问、答不了',
      en: 'What the bot is sure enough to do: answer, ask back, or decline',
    },
  },
  dialog: {
    type: 'text',
    unit: null,
    mayBeUnknown: true,
    about: {
      zh: '正在办理的对话 id；没有时为未知',
      en: 'The dialog the customer is in the middle of; unknown when there is none',
    },
  },
  mood: {
    type: 'one of',
    values: moods,
    unit: null,
    mayBeUnknown: false,
    about: { zh: '这条消息的情绪', en: 'The mood of this message' },
  },
  angry_messages: {
    type: 'number',
    range: [0, null],
    whole: true,
    unit: { zh: '条', en: 'messages' },
    mayBeUnknown: false,
    about: {
      zh: '本次会话中愤怒的消息数，含这一条',
      en: 'Angry messages in this conversation, this one included',
    },
  },
  failed_answers: {
    type: 'number',
    range: [0, null],
    whole: true,
    unit: { zh: '次', en: 'answers' },
    mayBeUnknown: false,
    about: {
      zh: '本次会话中没答上来或被评为没帮助的次数，含这一条',
      en: 'Times in this conversation the bot had no answer or one that did not help, this message included',
    },
  },
  turns: {
    type: 'number',
    range: [0, null],
    whole: true,
    unit: { zh: '轮', en: 'messages' },
    mayBeUnknown: false,
    about: {
      zh: '客户在本次会话中发了多少条消息',
      en: 'Messages the customer has sent in this conversation',
    },
  },
  language: {
    type: 'one of',
    values: ['zh', 'en'],
    unit: null,
    mayBeUnknown: false,
    about: { zh: '回复客户用的语言', en: 'The language the customer is answered in' },
  },
  channel: {
    type: 'text',
    unit: null,
    mayBeUnknown: false,
    about: {
      zh: '渠道：directline（网页）、msteams、wechat 等',
      en: 'The channel: directline (website), msteams, wechat …',
    },
  },
  owner: {
    type: 'one of',
    values: ['bot', 'queued'],
    unit: null,
    mayBeUnknown: false,
    about: {
      zh: '会话由机器人接待，还是已在排队等人工',
      en: 'Whether the bot has the conversation, or it already waits for a person',
    },
  },
  identified: {
    type: 'boolean',
    unit: null,
    mayBeUnknown: false,
    about: { zh: '是否知道客户是谁', en: 'Whether it is known who the customer is' },
  },
  verified: {
    type: 'boolean',
    unit: null,
    mayBeUnknown: false,
    about: {
      zh: '客户是否已用验证码等方式核实身份',
      en: 'Whether the customer has proved it, for example by a code',
    },
  },
  risk: {
    type: 'number',
    range: [0, 1],
    unit: null,
    mayBeUnknown: true,
    upwardOnly: true,
    about: { zh: '客户流失的概率', en: 'How probable it is that the customer leaves' },
  },
  risk_band: {
    type: 'one of',
    values: ['low', 'medium', 'high'],
    unit: null,
    mayBeUnknown: true,
    upwardOnly: true,
    about: { zh: '流失风险档位：低、中、高', en: 'The same in three bands' },
  },
  value: {
    type: 'number',
    range: [null, null],
    unit: { zh: '元/年', en: 'yuan a year' },
    mayBeUnknown: true,
    upwardOnly: true,
    about: { zh: '预计客户一年带来的毛利', en: 'What the customer is expected to bring in a year' },
  },
  ev: {
    type: 'number',
    range: [null, null],
    unit: YUAN,
    mayBeUnknown: true,
    upwardOnly: true,
    about: {
      zh: '请人工联系客户的期望收益，扣除成本后；大于 0 才划算',
      en: "Expected gain of a person's call after its cost; worth it above 0",
    },
  },
  tenure_months: {
    type: 'number',
    range: [0, null],
    unit: MONTHS,
    mayBeUnknown: true,
    about: { zh: '在网时长', en: 'How long the customer has been with the company' },
  },
  open_tickets: {
    type: 'number',
    range: [0, null],
    whole: true,
    unit: { zh: '个', en: 'tickets' },
    mayBeUnknown: true,
    about: { zh: '未办结的工单数', en: 'Tickets that are still open' },
  },
  repeat_ticket: {
    type: 'boolean',
    unit: null,
    mayBeUnknown: true,
    about: {
      zh: '30 天内是否为同一类问题报过工单',
      en: 'Whether there was a ticket on the same topic within 30 days',
    },
  },
  failed_payments: {
    type: 'number',
    range: [0, null],
    whole: true,
    unit: { zh: '次', en: 'payments' },
    mayBeUnknown: true,
    about: { zh: '近 6 个月缴费失败次数', en: 'Payments that failed in the last 6 months' },
  },
  contract_days_left: {
    type: 'number',
    range: [0, null],
    unit: DAYS,
    mayBeUnknown: true,
    about: {
      zh: '合约剩余天数；无合约时为未知',
      en: 'Days until the contract ends; unknown when there is none',
    },
  },
  vip: {
    type: 'boolean',
    unit: null,
    mayBeUnknown: false,
    about: {
      zh: '是否贵宾客户：月费达到 offers.yaml 里的标准',
      en: 'Whether the monthly fee is that of a VIP, as offers.yaml says',
    },
  },
  hours: {
    type: 'one of',
    values: ['open', 'closed'],
    unit: null,
    mayBeUnknown: false,
    about: { zh: '现在是否人工服务时间', en: 'Whether people are on duty now' },
  },
  waiting: {
    type: 'number',
    range: [0, null],
    whole: true,
    unit: { zh: '个会话', en: 'conversations' },
    mayBeUnknown: false,
    about: { zh: '正在排队等人工的会话数', en: 'Conversations that wait for a person now' },
  },
  minutes_since_handoff: {
    type: 'number',
    range: [0, null],
    unit: MINUTES,
    mayBeUnknown: true,
    about: {
      zh: '上次人工服务结束到现在；从未转过人工时为未知',
      en: 'Time since a person last finished with this conversation; unknown when there was none',
    },
  },
  wants_person: {
    type: 'boolean',
    unit: null,
    mayBeUnknown: false,
    about: { zh: '客户明确要求人工', en: 'The customer asks for a person in so many words' },
  },
  refuses_person: {
    type: 'boolean',
    unit: null,
    mayBeUnknown: false,
    about: { zh: '客户明确说不要人工', en: 'The customer says that no person is wanted' },
  },
  safety: {
    type: 'one of',
    values: safetyKinds,
    unit: null,
    mayBeUnknown: false,
    about: {
      zh: '安全事件：无、生命危险、自伤、威胁他人、账户被盗、手机或卡被偷',
      en: 'Danger in this message: none, to life, self-harm, threats, a hijacked account, a stolen phone or SIM',
    },
  },
} as const satisfies Readonly<Record<string, FactDefinition>>

type Table = typeof factTable

/** The name of a fact. */
export type FactName = keyof Table

type ValueOf<Fact> = Fact extends { type: 'boolean' }
  ? boolean
  : Fact extends { type: 'number' }
    ? number
    : Fact extends { type: 'one of'; values: readonly (infer Value)[] }
      ? Value
      : string

/** What is known at one turn; null stands for what is not known, where that can be. */
export type Facts = {
  readonly [Name in FactName]:
    | ValueOf<Table[Name]>
    | (Table[Name] extends { mayBeUnknown: true } ? null : never)
}

/** All names, in the order of the table. */
// Object.keys gives strings; these are the keys of the table above.
export const factNames: readonly FactName[] = Object.keys(factTable) as FactName[]

/** Whether a word is the name of a fact. */
export function isFactName(word: string): word is FactName {
  return Object.hasOwn(factTable, word)
}

/** What the catalogue says about a fact. */
export function factOf(name: FactName): FactDefinition {
  return factTable[name]
}

/** The facts as they would be if nothing of the churn model were known. */
export function withoutRisk(facts: Facts): Facts {
  return { ...facts, risk: null, risk_band: null, value: null, ev: null }
}
